using FlumeSharp.Security.KeyStores;

namespace FlumeSharp.Channels.File.Encryption;

/// <summary>Keys from the key store that Flume's <c>encryption.keyProvider.*</c> keys name.</summary>
/// <param name="keyStoreFile">The key store (JCEKS as a rule).</param>
/// <param name="keyStorePasswordFile">A file with its password.</param>
/// <param name="keyPasswordFiles">For each alias a file with its own password; an alias that is not in it has the store's password.</param>
public sealed class KeyStoreKeys(string keyStoreFile, string keyStorePasswordFile, IReadOnlyDictionary<string, string> keyPasswordFiles) : IKeyProvider
{
    // Deriving the key of a key takes a tenth of a second, and every opening of a log asks for it.
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _known = new(StringComparer.Ordinal);
    private readonly Lazy<(KeyStore Store, string Password)> _store = new(() =>
    {
        var password = ReadPassword(keyStorePasswordFile);
        return (KeyStore.Load(keyStoreFile, password), password);
    });

    /// <inheritdoc />
    public string Source => $"key store '{keyStoreFile}'";

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Get(string alias)
    {
        if (_known.TryGetValue(alias, out var known))
            return known;
        try
        {
            // As in Flume, a password file that is named but missing leaves the store's password.
            var password = keyPasswordFiles.TryGetValue(alias, out var file) && System.IO.File.Exists(file) ? ReadPassword(file) : _store.Value.Password;
            return _known[alias] = _store.Value.Store.GetSecretKey(alias, password).Bytes;
        }
        catch (KeyStoreException failure)
        {
            throw new ChannelException($"The key '{alias}' cannot be used: {failure.Message}", failure);
        }
    }

    private static string ReadPassword(string file)
    {
        try
        {
            return System.IO.File.ReadAllText(file).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ChannelException($"The password file {file} cannot be read: {failure.Message}", failure);
        }
    }
}
