namespace FlumeSharp.Channels.File.Encryption;

/// <summary>The kinds of key providers, by the names that <c>encryption.keyProvider</c> gives them.</summary>
internal static class KeyProviders
{
    /// <summary>Flume's: a key store.</summary>
    public const string KeyStore = "JCEKSFILE";

    /// <summary>Ours: a file for each key.</summary>
    public const string File = "KEYFILE";

    /// <summary>Ours: an environment variable for each key.</summary>
    public const string Variable = "ENVIRONMENT";

    private const string JavaName = "org.apache.flume.channel.file.encryption.JCEFileKeyProvider";

    /// <summary>Which kind a name means; null when none.</summary>
    public static string? KindOf(string name)
    {
        string[] kinds = [KeyStore, File, Variable];
        return name is JavaName or JavaName + "$Builder" ? KeyStore : Array.Find(kinds, kind => kind.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The keys that valid options name.</summary>
    /// <param name="options">The options.</param>
    /// <param name="keys">What stands below <c>encryption.keyProvider.keys.</c></param>
    /// <returns>Null where they name no provider.</returns>
    public static IKeyProvider? Create(EncryptionOptions options, IReadOnlyDictionary<string, string> keys) => options.Kind switch
    {
        null => null,
        File => new KeyFiles(ValuesOf(keys, ".file")),
        Variable => new KeyVariables(ValuesOf(keys, ".variable")),
        _ => new KeyStoreKeys(options.KeyStoreFile!.Trim(), options.KeyStorePasswordFile!.Trim(), ValuesOf(keys, ".passwordFile")),
    };

    /// <summary>For each alias its value of one kind.</summary>
    public static Dictionary<string, string> ValuesOf(IReadOnlyDictionary<string, string> keys, string suffix) =>
        keys.Where(pair => pair.Key.EndsWith(suffix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[..^suffix.Length], static pair => pair.Value.Trim(), StringComparer.Ordinal);
}
