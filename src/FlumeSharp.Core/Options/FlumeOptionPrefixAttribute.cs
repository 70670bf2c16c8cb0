namespace FlumeSharp.Options;

/// <summary>
/// Binds every key below a prefix to a <c>IReadOnlyDictionary&lt;string, string&gt;</c>, the prefix removed: keys that are passed on
/// to another library and that FlumeSharp does not check.
/// </summary>
/// <param name="prefix">The prefix with its dot, such as <c>kafka.producer.</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FlumeOptionPrefixAttribute(string prefix) : Attribute
{
    /// <summary>The prefix with its dot.</summary>
    public string Prefix { get; } = prefix;
}
