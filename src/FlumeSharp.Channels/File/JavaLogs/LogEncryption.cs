namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>How a log is encrypted, as its <c>.meta</c> file says.</summary>
/// <param name="Provider">The cipher provider's name.</param>
/// <param name="KeyAlias">The key.</param>
/// <param name="Parameters">The first counter block.</param>
internal sealed record LogEncryption(string Provider, string KeyAlias, ReadOnlyMemory<byte> Parameters);
