using System.Text;
using FlumeSharp.Components;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.Security.KeyStores;

namespace FlumeSharp.Configuration.Filters;

/// <summary>Credentials of Hadoop's credential stores, as <c>hadoop credential create</c> writes them.</summary>
/// <remarks>
/// A store is a JCEKS key store. A credential is a secret key under its name (any case); the key's bytes are the credential in UTF-8. One
/// password protects the store and all its keys. Sources: AbstractJavaKeyStoreProvider and ProviderUtils of hadoop-common.
/// </remarks>
/// <param name="options">The stores.</param>
/// <param name="context">The environment.</param>
[FlumeConfigFilter("hadoop", "org.apache.flume.configfilter.HadoopCredentialStoreConfigFilter", Stability = Stability.Beta)]
public sealed class HadoopCredentialStoreConfigFilter(HadoopCredentialStoreConfigFilterOptions options, ConfigFilterContext context) : IConfigFilter
{
    private const string PasswordVariable = "HADOOP_CREDSTORE_PASSWORD";
    private const string DefaultPassword = "none";

    private List<KeyStore>? _stores;

    /// <inheritdoc/>
    public string? Resolve(string key)
    {
        foreach (var store in _stores ??= Load())
        {
            if (store.TryGetEntry(key, out var entry) && entry.Kind == KeyStoreEntryKind.SecretKey)
                return Encoding.UTF8.GetString(store.GetSecretKey(key).Bytes.Span);
        }

        return null;
    }

    private List<KeyStore> Load()
    {
        var password = Password();
        return [.. options.ProviderPath.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(FileOf).Select(file => KeyStore.Load(file, password))];
    }

    private string Password()
    {
        if (context.Environment.Variables.TryGetValue(PasswordVariable, out var given))
            return given;
        if (options.PasswordFile is not { } file)
            return DefaultPassword;
        if (context.Environment.FindResource(file) is not { } path)
            throw new FlumeException($"the password file '{file}' is neither a file nor in the configuration folder");
        try
        {
            return JavaConvert.Trim(File.ReadAllText(path));
        }
        catch (Exception e) when (PropertiesFile.IsExpected(e))
        {
            throw new FlumeException($"the password file '{path}' cannot be read: {e.Message}", e);
        }
    }

    // jceks://file/etc/x is file:///etc/x: the first part of the path names the file system.
    private static string FileOf(string provider)
    {
        var colon = provider.IndexOf("://", StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : provider[..colon];
        if (scheme is not ("jceks" or "localjceks"))
            throw new FlumeException($"the credential store '{provider}' is of no supported kind; write jceks://file/path or localjceks://file/path");

        var rest = provider[(colon + "://".Length)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || rest[..slash] is not "file")
            throw new FlumeException($"the credential store '{provider}' is not on the local file system; copy it there and write {scheme}://file/path");
        return Uri.UnescapeDataString(rest[slash..]);
    }
}
