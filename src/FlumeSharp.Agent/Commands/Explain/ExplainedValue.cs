namespace FlumeSharp.Agent.Commands.Explain;

/// <summary>A key with the value that counts.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value, fit to be shown.</param>
/// <param name="From">Where it comes from.</param>
internal sealed record ExplainedValue(string Key, string Value, string From);
