using FlumeSharp.Security.KeyStores;

namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>The keys of encrypted logs, from the key store that Flume's <c>encryption.keyProvider.*</c> keys name.</summary>
/// <param name="keyStoreFile">The key store (JCEKS as a rule).</param>
/// <param name="keyStorePasswordFile">A file with its password.</param>
/// <param name="keyPasswordFiles">For each alias a file with its own password; an alias that is not in it has the store's password.</param>
public sealed class JavaChannelKeys(string keyStoreFile, string keyStorePasswordFile, IReadOnlyDictionary<string, string> keyPasswordFiles)
{
    // Deriving the key of a key takes a tenth of a second, and every opening of a log asks for it.
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _known = new(StringComparer.Ordinal);
    private readonly Lazy<(KeyStore Store, string Password)> _store = new(() =>
    {
        var password = ReadPassword(keyStorePasswordFile);
        return (KeyStore.Load(keyStoreFile, password), password);
    });

    /// <summary>A key by its alias.</summary>
    /// <exception cref="KeyStoreException">The store or the key cannot be used.</exception>
    /// <exception cref="JavaChannelException">A password file cannot be read.</exception>
    public ReadOnlyMemory<byte> Get(string alias)
    {
        if (_known.TryGetValue(alias, out var known))
            return known;
        // As in Flume, a password file that is named but missing leaves the store's password.
        var password = keyPasswordFiles.TryGetValue(alias, out var file) && System.IO.File.Exists(file) ? ReadPassword(file) : _store.Value.Password;
        return _known[alias] = _store.Value.Store.GetSecretKey(alias, password).Bytes;
    }

    /// <summary>The keys that Flume's options name, without their prefix <c>encryption.</c>.</summary>
    /// <returns>The keys, or <see langword="null"/> where the options name no key store.</returns>
    public static JavaChannelKeys? FromOptions(IReadOnlyDictionary<string, string> options)
    {
        const string Provider = "keyProvider.";
        ArgumentNullException.ThrowIfNull(options);
        if (!options.TryGetValue(Provider + "keyStoreFile", out var store))
            return null;
        var passwords = new Dictionary<string, string>(StringComparer.Ordinal);
        var aliases = options.GetValueOrDefault(Provider + "keys") ?? "";
        foreach (var alias in aliases.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (options.TryGetValue($"{Provider}keys.{alias}.passwordFile", out var file))
                passwords[alias] = file.Trim();
        }

        return options.TryGetValue(Provider + "keyStorePasswordFile", out var password)
            ? new JavaChannelKeys(store.Trim(), password.Trim(), passwords)
            : throw new JavaChannelException("KeyStore password  file not specified: name it in encryption.keyProvider.keyStorePasswordFile.");
    }

    private static string ReadPassword(string file)
    {
        try
        {
            return System.IO.File.ReadAllText(file).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new JavaChannelException($"The password file {file} cannot be read: {failure.Message}", failure);
        }
    }
}
