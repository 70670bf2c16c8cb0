using FlumeSharp.Options;

namespace FlumeSharp.Sources.Net;

/// <summary>The keys that sources with plain TCP connections share; all are FlumeSharp's own.</summary>
public sealed record TcpServerOptions
{
    /// <summary>Most connections at a time; a further one is closed at once.</summary>
    /// <value>Default: three quarters of the files that the process may open, 20000 at most.</value>
    [FlumeOption("maxConnections", IsExtension = true, Min = 1)]
    public int? MaxConnections { get; init; }

    /// <summary>How long a connection may be silent before it is closed; 0 for ever.</summary>
    /// <value>Default: 0.</value>
    [FlumeOption("idleTimeout", IsExtension = true, Min = 0)]
    public TimeSpan IdleTimeout { get; init; }
}
