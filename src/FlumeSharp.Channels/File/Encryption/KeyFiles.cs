namespace FlumeSharp.Channels.File.Encryption;

/// <summary>Keys that stand in files as text, one in each.</summary>
/// <param name="files">The file of each alias.</param>
public sealed class KeyFiles(IReadOnlyDictionary<string, string> files) : IKeyProvider
{
    /// <inheritdoc />
    public string Source => $"key files {string.Join(", ", files.Values.Order(StringComparer.Ordinal).Select(static file => $"'{file}'"))}";

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Get(string alias)
    {
        if (!files.TryGetValue(alias, out var file))
            throw new ChannelException($"No file is named for the key '{alias}': add encryption.keyProvider.keys.{alias}.file.");
        try
        {
            return KeyText.Parse(System.IO.File.ReadAllText(file), $"The file '{file}' of the key '{alias}'");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ChannelException($"The file '{file}' of the key '{alias}' cannot be read: {failure.Message}", failure);
        }
    }
}
