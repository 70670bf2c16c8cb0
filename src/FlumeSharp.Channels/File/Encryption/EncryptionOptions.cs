using FlumeSharp.Options;

namespace FlumeSharp.Channels.File.Encryption;

/// <summary>Flume's keys for encryption at rest, and ours.</summary>
public sealed record EncryptionOptions
{
    /// <summary>Whether new files are encrypted where a key provider is named. False writes them in the clear and still reads old ones.</summary>
    /// <value>Default: true where a key provider is named.</value>
    [FlumeOption("encryption.enabled", IsExtension = true)]
    public bool? Enabled { get; init; }

    /// <summary>Alias of the key for new files. Files that are there keep theirs.</summary>
    [FlumeOption("encryption.activeKey")]
    public string? ActiveKey { get; init; }

    /// <summary>The cipher: <c>AESCTRNOPADDING</c> as in Flume, its Java class, or <c>AESGCM</c>. New files are written with AES-GCM whatever it says.</summary>
    [FlumeOption("encryption.cipherProvider")]
    public string? CipherProvider { get; init; }

    /// <summary>Where keys come from: <c>JCEKSFILE</c> or its Java class, <c>KEYFILE</c>, <c>ENVIRONMENT</c>.</summary>
    [FlumeOption("encryption.keyProvider")]
    public string? KeyProvider { get; init; }

    /// <summary>The key store of <c>JCEKSFILE</c>: JCEKS or PKCS #12.</summary>
    [FlumeOption("encryption.keyProvider.keyStoreFile")]
    public string? KeyStoreFile { get; init; }

    /// <summary>A file with the key store's password.</summary>
    [FlumeOption("encryption.keyProvider.keyStorePasswordFile")]
    public string? KeyStorePasswordFile { get; init; }

    /// <summary>The aliases of all keys that files were written with, with blanks between them.</summary>
    [FlumeOption("encryption.keyProvider.keys")]
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The kind of provider; null where none is named.</summary>
    internal string? Kind => KeyProvider is null ? null : KeyProviders.KindOf(KeyProvider.Trim());

    /// <summary>Whether new files are to be encrypted, where a provider is named.</summary>
    internal bool IsWanted => Enabled != false;

    /// <summary>The key for new files; null where they are not encrypted.</summary>
    internal string? ActiveAlias => Kind is not null && IsWanted ? ActiveKey?.Trim() : null;
}
