namespace FlumeSharp.Formatting;

// Text that must be there, in any case.
internal sealed class JodaLiteral(string literal) : JodaElement
{
    public override int Read(string text, int at, JodaReading reading) => StartsWith(text, at, literal) ? at + literal.Length : ~at;
}
