using FlumeSharp.Options;

namespace FlumeSharp.Sources.Syslog;

/// <summary>The keys for headers that tell of the client.</summary>
public sealed record ClientHeaderOptions
{
    /// <summary>The header that gets the client's address.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("clientIPHeader")]
    public string? AddressHeader { get; init; }

    /// <summary>The header that gets the client's host name, or its address where it has no name.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("clientHostnameHeader")]
    public string? HostHeader { get; init; }
}
