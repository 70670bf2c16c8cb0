namespace FlumeSharp.Configuration;

/// <summary>One error as Java Flume records it, so that our outcome can be compared with its own.</summary>
internal sealed record FlumeError(string Component, string Key, FlumeErrorType Type, bool IsWarning = false);
