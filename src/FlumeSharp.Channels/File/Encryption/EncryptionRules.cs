using System.ComponentModel.DataAnnotations;

namespace FlumeSharp.Channels.File.Encryption;

/// <summary>What the keys for encryption must say together; Flume's texts, with what to do.</summary>
internal static class EncryptionRules
{
    private const string Prefix = "encryption.";
    private const string Provider = "encryption.keyProvider";
    private static readonly string[] Ciphers = ["AESCTRNOPADDING", "org.apache.flume.channel.file.encryption.AESCTRNoPaddingProvider", "AESGCM"];

    /// <summary>Everything that is wrong.</summary>
    public static IEnumerable<ValidationResult> Check(EncryptionOptions options, IReadOnlyDictionary<string, string> keys) =>
        options.KeyProvider is null ? WithoutProvider(options) : WithProvider(options).Concat(options.Kind switch
        {
            null => [new($"'{options.KeyProvider}' is no key provider; write {KeyProviders.KeyStore}, {KeyProviders.File} or {KeyProviders.Variable}", [Provider])],
            KeyProviders.KeyStore => KeyStore(options),
            KeyProviders.File => OneEach(options, keys, "file", "a file with the key"),
            _ => OneEach(options, keys, "variable", "the environment variable with the key"),
        });

    private static IEnumerable<ValidationResult> WithoutProvider(EncryptionOptions options)
    {
        if (options.ActiveKey is not null)
        {
            yield return new("Encryption configuration problem: activeKey is present while key provider name is not; name the provider in encryption.keyProvider", [$"{Prefix}activeKey"]);
        }

        if (options.CipherProvider is not null)
        {
            yield return new("Encryption configuration problem: cipherProvider is present while key provider name is not; name the provider in encryption.keyProvider", [$"{Prefix}cipherProvider"]);
        }
    }

    private static IEnumerable<ValidationResult> WithProvider(EncryptionOptions options)
    {
        if (options.IsWanted && string.IsNullOrWhiteSpace(options.ActiveKey))
        {
            yield return new(
                "Encryption configuration problem: activeKey is missing; name the key for new files in encryption.activeKey, or write them in the clear with encryption.enabled = false",
                [Provider]);
        }

        if (options.IsWanted && string.IsNullOrWhiteSpace(options.CipherProvider))
        {
            yield return new("Encryption configuration problem: cipherProvider is missing; set encryption.cipherProvider = AESGCM", [Provider]);
        }
        else if (options.CipherProvider is { } cipher && !Ciphers.Contains(cipher.Trim(), StringComparer.OrdinalIgnoreCase))
        {
            yield return new($"'{cipher}' is no cipher provider; write AESCTRNOPADDING as in Flume, or AESGCM: files are written with AES-GCM in either case", [$"{Prefix}cipherProvider"]);
        }
    }

    private static IEnumerable<ValidationResult> KeyStore(EncryptionOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.KeyStoreFile))
        {
            yield return new("KeyStore file not specified; name it in encryption.keyProvider.keyStoreFile", [Provider]);
        }

        if (string.IsNullOrWhiteSpace(options.KeyStorePasswordFile))
        {
            yield return new("KeyStore password  file not specified; name it in encryption.keyProvider.keyStorePasswordFile", [Provider]);
        }

        if (options.Keys.Count == 0)
        {
            yield return new("Keys available to KeyStore was not specified or empty; list the aliases in encryption.keyProvider.keys", [Provider]);
        }
    }

    private static IEnumerable<ValidationResult> OneEach(EncryptionOptions options, IReadOnlyDictionary<string, string> keys, string suffix, string what)
    {
        var known = KeyProviders.ValuesOf(keys, "." + suffix);
        foreach (var alias in options.Keys.Append(options.ActiveAlias ?? "").Where(alias => alias.Length > 0 && string.IsNullOrEmpty(known.GetValueOrDefault(alias))).Distinct(StringComparer.Ordinal))
        {
            yield return new($"the key '{alias}' has no source; name {what} in encryption.keyProvider.keys.{alias}.{suffix}", [options.ActiveAlias == alias ? $"{Prefix}activeKey" : $"{Provider}.keys"]);
        }
    }
}
