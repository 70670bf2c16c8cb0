namespace FlumeSharp.Options;

/// <summary>
/// A key that Flume knows and that has no meaning here: accepted, with a note that says why, instead of a warning that nobody reads it.
/// </summary>
/// <param name="key">The key, or a prefix that ends in <c>.*</c>.</param>
/// <param name="reason">Why it has no effect, as the end of the sentence "has no effect: …".</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class FlumeIgnoredOptionAttribute(string key, string reason) : Attribute
{
    /// <summary>The key, or a prefix that ends in <c>.*</c>.</summary>
    public string Key { get; } = key;

    /// <summary>Why it has no effect.</summary>
    public string Reason { get; } = reason;

    /// <summary>Whether this speaks of <paramref name="key"/>.</summary>
    public bool Covers(string key) => Key.EndsWith(".*", StringComparison.Ordinal)
        ? key.StartsWith(Key[..^1], StringComparison.Ordinal)
        : string.Equals(Key, key, StringComparison.Ordinal);
}
