namespace FlumeSharp.Configuration;

/// <summary>What one properties file says, entry by entry.</summary>
/// <param name="File">The file as it was named to the reader.</param>
/// <param name="Entries">Every entry in file order, repeated keys included.</param>
/// <param name="Problems">What could not be read. An error here is fatal in Java Flume.</param>
public sealed record PropertiesDocument(string File, IReadOnlyList<PropertiesEntry> Entries, IReadOnlyList<ConfigurationProblem> Problems);
