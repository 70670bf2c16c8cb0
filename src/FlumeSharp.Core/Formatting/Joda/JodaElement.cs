namespace FlumeSharp.Formatting;

// One element of a Joda-Time pattern.
internal abstract class JodaElement
{
    /// <summary>Reads the element from a text.</summary>
    /// <returns>Where it ends, or the complement (~) of the place where the text is not what it should be.</returns>
    public abstract int Read(string text, int at, JodaReading reading);

    protected static bool IsDigit(string text, int at) => at < text.Length && char.IsAsciiDigit(text[at]);

    protected static bool StartsWith(string text, int at, string wanted, StringComparison comparison = StringComparison.OrdinalIgnoreCase) =>
        string.Compare(text, at, wanted, 0, wanted.Length, comparison) == 0;
}
