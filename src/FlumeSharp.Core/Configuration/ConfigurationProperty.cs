namespace FlumeSharp.Configuration;

/// <summary>One property of a configuration file.</summary>
/// <param name="Key">The exact key in the file, such as <c>a1.sinks.k1.hdfs.path</c>.</param>
/// <param name="Value">The value with its <c>${…}</c> references replaced and blanks at both ends removed; empty only when a configuration filter said so.</param>
/// <param name="Location">Where the definition that counts stands.</param>
public sealed record ConfigurationProperty(string Key, string Value, SourceLocation Location)
{
    /// <summary>The value as it stands at <see cref="Location"/>, its references not replaced; <see langword="null"/> where it was made in memory.</summary>
    public string? Written { get; init; }

    /// <summary>Whether a configuration filter gave a part of the value. It is then a secret, whatever the key is called.</summary>
    public bool IsFiltered { get; init; }
}
