namespace FlumeSharp.Configuration;

/// <summary>One property of a configuration file.</summary>
/// <param name="Key">The exact key in the file, such as <c>a1.sinks.k1.hdfs.path</c>.</param>
/// <param name="Value">The value with its <c>${…}</c> references replaced and blanks at both ends removed; never empty.</param>
/// <param name="Location">Where the definition that counts stands.</param>
public sealed record ConfigurationProperty(string Key, string Value, SourceLocation Location);
