using FlumeSharp.Options;

namespace FlumeSharp.Sources.Net;

/// <summary>FlumeSharp's own key for who may connect over TLS.</summary>
public sealed record TlsClientOptions
{
    /// <summary>With TLS: the authorities, in PEM, one of which must have issued the client's certificate.</summary>
    /// <value>Default: clients need no certificate.</value>
    [FlumeOption("auth.ca-file", IsExtension = true)]
    public string? AuthorityFile { get; init; }
}
