namespace FlumeSharp.Configuration;

/// <summary>A key and its value exactly as a properties file defines them: escapes resolved, nothing trimmed or substituted.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value; empty when the line has none.</param>
/// <param name="Location">The line on which the key begins.</param>
public sealed record PropertiesEntry(string Key, string Value, SourceLocation Location);
