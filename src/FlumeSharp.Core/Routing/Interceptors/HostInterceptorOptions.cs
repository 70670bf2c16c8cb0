using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the host interceptor.</summary>
public sealed class HostInterceptorOptions
{
    /// <summary>The header that is set.</summary>
    /// <value>Default: host.</value>
    [FlumeOption("hostHeader")]
    public string HostHeader { get; init; } = "host";

    /// <summary>Whether the value is the address of the host; else it is its full name.</summary>
    /// <value>Default: true.</value>
    [FlumeOption("useIP")]
    public bool UseIp { get; init; } = true;

    /// <summary>Whether an event that has the header, even with a null value, keeps its own.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("preserveExisting")]
    public bool PreserveExisting { get; init; }
}
