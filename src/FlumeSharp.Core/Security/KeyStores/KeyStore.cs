using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FlumeSharp.Security.KeyStores;

/// <summary>A Java key store of any usual format, told by its first bytes: keytool writes PKCS #12 into files called <c>.jks</c>.</summary>
/// <remarks>Immutable and safe for concurrent use. The caller disposes the certificates it gets.</remarks>
public sealed class KeyStore
{
    // The largest stores are collections of authorities of a few hundred kilobytes.
    private const int LargestFile = 16 * 1024 * 1024;

    private readonly Dictionary<string, KeyStoreEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<KeyStoreEntry> _ordered = [];
    private readonly string? _password;

    private KeyStore(string path, KeyStoreType type, string? password, List<KeyStoreEntry> entries)
    {
        Path = path;
        Type = type;
        _password = password;
        foreach (var entry in entries)
        {
            // Java keeps the last of two entries with one name.
            if (_entries.Remove(entry.Alias, out var earlier))
                _ordered.Remove(earlier);
            _entries[entry.Alias] = entry;
            _ordered.Add(entry);
        }
    }

    /// <summary>The file it was read from.</summary>
    public string Path { get; }

    /// <summary>The format of the file, whatever its name says.</summary>
    public KeyStoreType Type { get; }

    /// <summary>What the store holds, in the order of the file.</summary>
    public IReadOnlyList<KeyStoreEntry> Entries => _ordered;

    /// <summary>Reads a key store and checks it against its password.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">The store's password; <see langword="null"/> reads a JKS or JCEKS file unchecked, as Java does.</param>
    /// <exception cref="KeyStoreException">The file cannot be read, is damaged or of an unknown format, or the password is wrong.</exception>
    public static KeyStore Load(string path, string? password)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var file = ReadFile(path);
            var type = TypeOf(file);
            var entries = type == KeyStoreType.Pkcs12 ? Pkcs12Reader.Read(file, password) : JavaKeyStoreReader.Read(file, password);
            return new KeyStore(path, type, password, entries);
        }
        catch (Exception ex) when (IsExpected(ex))
        {
            throw new KeyStoreException($"Key store '{path}' cannot be used: {Reason(ex, password)}.", ex);
        }
    }

    /// <summary>Finds an entry by its name in any case.</summary>
    public bool TryGetEntry(string alias, [NotNullWhen(true)] out KeyStoreEntry? entry) => _entries.TryGetValue(alias, out entry);

    /// <summary>A certificate with its private key.</summary>
    /// <param name="alias">The entry; <see langword="null"/> takes the first private key of the store.</param>
    /// <param name="keyPassword">The key's own password; <see langword="null"/> takes the store's.</param>
    /// <exception cref="KeyStoreException">There is no such key, its password is wrong, or its algorithm is not supported.</exception>
    public X509Certificate2 GetCertificate(string? alias = null, string? keyPassword = null)
    {
        var entry = Find(alias, KeyStoreEntryKind.PrivateKey, "private key");
        if (entry.Certificates.Count == 0)
            throw new KeyStoreException($"Key store '{Path}': the private key '{entry.Alias}' has no certificate.");
        return Unlock(entry, keyPassword, static (entry, password) => PrivateKeyImport.Join(entry.Certificates[0], entry.UnlockPrivateKey!(password)));
    }

    /// <summary>The certificates between a key's own and its authority, the latter included where the store has it.</summary>
    /// <exception cref="KeyStoreException">There is no such key, or a certificate is damaged.</exception>
    public X509Certificate2Collection GetIssuers(string? alias = null)
        => ToCollection(Find(alias, KeyStoreEntryKind.PrivateKey, "private key").Certificates.Skip(1));

    /// <summary>The certificates the store says to trust.</summary>
    /// <exception cref="KeyStoreException">A certificate is damaged.</exception>
    public X509Certificate2Collection GetTrustedCertificates()
        => ToCollection(_ordered.Where(static entry => entry.Kind == KeyStoreEntryKind.TrustedCertificate).Select(static entry => entry.Certificates[0]));

    /// <summary>A symmetric key.</summary>
    /// <param name="alias">The entry.</param>
    /// <param name="keyPassword">The key's own password; <see langword="null"/> takes the store's.</param>
    /// <exception cref="KeyStoreException">There is no such key, or its password is wrong.</exception>
    public SecretKey GetSecretKey(string alias, string? keyPassword = null)
    {
        ArgumentNullException.ThrowIfNull(alias);
        return Unlock(Find(alias, KeyStoreEntryKind.SecretKey, "secret key"), keyPassword, static (entry, password) => entry.UnlockSecretKey!(password));
    }

    private static ReadOnlyMemory<byte> ReadFile(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length > LargestFile)
            throw new InvalidDataException($"the file has {length} bytes; key stores have at most {LargestFile}");
        var bytes = new byte[length];
        var count = 0;
        for (int read; count < bytes.Length && (read = RandomAccess.Read(file, bytes.AsSpan(count), count)) > 0; count += read)
        {
        }
        return bytes.AsMemory(0, count);
    }

    private static KeyStoreType TypeOf(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.Length < 4)
            throw new InvalidDataException($"the file has only {bytes.Length} bytes");
        switch (BinaryPrimitives.ReadUInt32BigEndian(bytes))
        {
            case JavaKeyStoreReader.JksMagic:
                return KeyStoreType.Jks;
            case JavaKeyStoreReader.JceksMagic:
                return KeyStoreType.Jceks;
            case var _ when bytes[0] == 0x30:
                return KeyStoreType.Pkcs12;
            case var _ when bytes.StartsWith("-----BEGIN"u8):
                throw new InvalidDataException("it is a PEM file; name it with the keys for PEM files, or make a store of it with openssl pkcs12 -export");
            case var magic:
                throw new InvalidDataException($"its first bytes ({magic:X8}) are those of no known format; JKS, JCEKS and PKCS #12 are supported");
        }
    }

    internal static bool IsExpected(Exception exception)
        => exception is InvalidDataException or IOException or UnauthorizedAccessException or WrongPasswordException or NotSupportedException
            or AsnContentException or CryptographicException;

    internal static string Reason(Exception exception, string? password) => exception switch
    {
        WrongPasswordException when password is null => "it needs a password",
        AsnContentException => "the file is damaged or cut off (its ASN.1 structure is broken)",
        FileNotFoundException or DirectoryNotFoundException => "the file does not exist",
        UnauthorizedAccessException => $"user '{Environment.UserName}' may not read it",
        _ => exception.Message.TrimEnd('.'),
    };

    private KeyStoreEntry Find(string? alias, KeyStoreEntryKind kind, string what)
    {
        var found = alias is null ? _ordered.Find(entry => entry.Kind == kind) : _entries.GetValueOrDefault(alias);
        if (found?.Kind == kind)
            return found;
        var names = string.Join(", ", _ordered.Where(entry => entry.Kind == kind).Select(entry => $"'{entry.Alias}'"));
        throw new KeyStoreException(
            $"Key store '{Path}' has no {what}{(alias is null ? "" : $" '{alias}'")}; it has {(names.Length == 0 ? "none at all" : names)}.");
    }

    private T Unlock<T>(KeyStoreEntry entry, string? keyPassword, Func<KeyStoreEntry, string, T> unlock)
    {
        var password = keyPassword ?? _password;
        try
        {
            return unlock(entry, password ?? throw new WrongPasswordException());
        }
        catch (Exception ex) when (IsExpected(ex))
        {
            // One wrong password in 256 gives a padding that looks right around bytes that are noise.
            var reason = ex is AsnContentException ? new WrongPasswordException().Message : Reason(ex, password);
            throw new KeyStoreException($"Key store '{Path}': the key '{entry.Alias}' cannot be used: {reason}.", ex);
        }
    }

    private X509Certificate2Collection ToCollection(IEnumerable<byte[]> certificates)
    {
        var collection = new X509Certificate2Collection();
        try
        {
            foreach (var certificate in certificates)
                collection.Add(X509CertificateLoader.LoadCertificate(certificate));
            return collection;
        }
        catch (CryptographicException ex)
        {
            throw new KeyStoreException($"Key store '{Path}' holds a damaged certificate.", ex);
        }
    }
}
