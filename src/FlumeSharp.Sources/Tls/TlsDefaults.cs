namespace FlumeSharp.Sources.Tls;

/// <summary>
/// What the agent's command line and environment say about TLS for all components: <c>-Djavax.net.ssl.*</c> and
/// <c>-Dflume.ssl.*</c>, else the variables <c>FLUME_SSL_*</c>. A component's own keys come first. They never switch TLS on.
/// </summary>
/// <param name="property">Looks up a <c>-D</c> property.</param>
/// <param name="variable">Looks up an environment variable.</param>
public sealed class TlsDefaults(Func<string, string?> property, Func<string, string?> variable)
{
    /// <summary>The environment of this process, without properties.</summary>
    public static TlsDefaults OfProcess { get; } = new(static _ => null, Environment.GetEnvironmentVariable);

    /// <summary>Path of the key store.</summary>
    public string? KeyStore => Find("javax.net.ssl.keyStore", "FLUME_SSL_KEYSTORE_PATH");

    /// <summary>Password of the key store.</summary>
    public string? KeyStorePassword => Find("javax.net.ssl.keyStorePassword", "FLUME_SSL_KEYSTORE_PASSWORD");

    /// <summary>Protocols to use.</summary>
    public IReadOnlyList<string> IncludeProtocols => FindList("flume.ssl.include.protocols", "FLUME_SSL_INCLUDE_PROTOCOLS");

    /// <summary>Protocols not to use.</summary>
    public IReadOnlyList<string> ExcludeProtocols => FindList("flume.ssl.exclude.protocols", "FLUME_SSL_EXCLUDE_PROTOCOLS");

    /// <summary>Cipher suites to use.</summary>
    public IReadOnlyList<string> IncludeCipherSuites => FindList("flume.ssl.include.cipherSuites", "FLUME_SSL_INCLUDE_CIPHERSUITES");

    /// <summary>Cipher suites not to use.</summary>
    public IReadOnlyList<string> ExcludeCipherSuites => FindList("flume.ssl.exclude.cipherSuites", "FLUME_SSL_EXCLUDE_CIPHERSUITES");

    private string? Find(string name, string variableName) => property(name) is { Length: > 0 } set ? set : variable(variableName) is { Length: > 0 } value ? value : null;

    private string[] FindList(string name, string variableName) =>
        Find(name, variableName)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
