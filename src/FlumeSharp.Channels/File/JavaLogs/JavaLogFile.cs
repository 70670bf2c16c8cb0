namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>A log of a data directory.</summary>
/// <param name="Id">The number in its name.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Encryption">How it is encrypted; <see langword="null"/> where it is not.</param>
internal sealed record JavaLogFile(int Id, string Path, LogEncryption? Encryption);
