using System.ComponentModel.DataAnnotations;
using FlumeSharp.Components;
using FlumeSharp.Options;
using FlumeSharp.Sources.Http.Auth;
using FlumeSharp.Sources.Tls;

namespace FlumeSharp.Sources.Http;

/// <summary>The keys of the HTTP source.</summary>
[FlumeIgnoredOption("QueuedThreadPool.minThreads", "FlumeSharp blocks no thread for a request")]
[FlumeIgnoredOption("QueuedThreadPool.idleTimeout", "FlumeSharp blocks no thread for a request")]
[FlumeIgnoredOption("QueuedThreadPool.stopTimeout", "FlumeSharp blocks no thread for a request")]
[FlumeIgnoredOption("QueuedThreadPool.name", "FlumeSharp blocks no thread for a request")]
[FlumeIgnoredOption("QueuedThreadPool.daemon", "FlumeSharp blocks no thread for a request")]
[FlumeIgnoredOption("QueuedThreadPool.detailedDump", "FlumeSharp blocks no thread for a request")]
[FlumeIgnoredOption("QueuedThreadPool.lowThreadsThreshold", "FlumeSharp blocks no thread for a request")]
[FlumeIgnoredOption("QueuedThreadPool.reservedThreads", "FlumeSharp blocks no thread for a request")]
[FlumeIgnoredOption("QueuedThreadPool.threadsPriority", "FlumeSharp blocks no thread for a request")]
[FlumeIgnoredOption("HttpConfiguration.responseHeaderSize", "answers are small and the server sizes its buffers itself")]
[FlumeIgnoredOption("HttpConfiguration.outputBufferSize", "answers are small and the server sizes its buffers itself")]
[FlumeIgnoredOption("HttpConfiguration.outputAggregationSize", "answers are small and the server sizes its buffers itself")]
[FlumeIgnoredOption("HttpConfiguration.headerCacheSize", "answers are small and the server sizes its buffers itself")]
[FlumeIgnoredOption("HttpConfiguration.sendServerVersion", "no Server header is ever sent")]
[FlumeIgnoredOption("HttpConfiguration.sendXPoweredBy", "no X-Powered-By header is ever sent")]
[FlumeIgnoredOption("HttpConfiguration.sendDateHeader", "the server always sends Date")]
[FlumeIgnoredOption("HttpConfiguration.idleTimeout", "ServerConnector.idleTimeout is the limit for silent clients")]
[FlumeIgnoredOption("HttpConfiguration.blockingTimeout", "ServerConnector.idleTimeout is the limit for silent clients")]
[FlumeIgnoredOption("HttpConfiguration.securePort", "it only described the connector to servlets")]
[FlumeIgnoredOption("HttpConfiguration.secureScheme", "it only described the connector to servlets")]
[FlumeIgnoredOption("HttpConfiguration.delayDispatchUntilContent", "it tunes parts of Jetty that FlumeSharp does not have")]
[FlumeIgnoredOption("HttpConfiguration.maxErrorDispatches", "it tunes parts of Jetty that FlumeSharp does not have")]
[FlumeIgnoredOption("HttpConfiguration.formEncodedMethods", "it tunes parts of Jetty that FlumeSharp does not have")]
[FlumeIgnoredOption("HttpConfiguration.relativeRedirectAllowed", "it tunes parts of Jetty that FlumeSharp does not have")]
[FlumeIgnoredOption("HttpConfiguration.notifyRemoteAsyncErrors", "it tunes parts of Jetty that FlumeSharp does not have")]
[FlumeIgnoredOption("HttpConfiguration.minResponseDataRate", "it tunes parts of Jetty that FlumeSharp does not have")]
[FlumeIgnoredOption("ServerConnector.soLingerTime", "the system's default for sockets applies")]
[FlumeIgnoredOption("ServerConnector.reuseAddress", "the system's default for sockets applies")]
[FlumeIgnoredOption("ServerConnector.acceptedReceiveBufferSize", "the system's default for sockets applies")]
[FlumeIgnoredOption("ServerConnector.acceptedSendBufferSize", "the system's default for sockets applies")]
[FlumeIgnoredOption("ServerConnector.name", "the system's default for sockets applies")]
[FlumeIgnoredOption("ServerConnector.inheritChannel", "the system's default for sockets applies")]
[FlumeIgnoredOption("ServerConnector.acceptorPriorityDelta", "the system's default for sockets applies")]
[FlumeIgnoredOption("ServerConnector.stopTimeout", "the system's default for sockets applies")]
[FlumeIgnoredOption("ServerConnector.defaultProtocol", "the system's default for sockets applies")]
[FlumeIgnoredOption("SslContextFactory.*", "in Flume, too, the key store is read before Jetty could look at it")]
public sealed class HttpSourceOptions : IValidatableObject, IListens
{
    /// <summary>The port to listen on; 0 lets the system choose one, and the start line of the log tells which.</summary>
    [FlumeOption("port", Required = true, Min = 0, Max = 65535)]
    public int Port { get; init; }

    /// <summary>The address or host name to listen on.</summary>
    /// <value>Default: 0.0.0.0, every IPv4 address.</value>
    [FlumeOption("bind")]
    public string Bind { get; init; } = "0.0.0.0";

    /// <summary>What turns requests into events: <c>json</c>, <c>ndjson</c>, <c>blob</c>, Flume's class names, or a plug-in.</summary>
    /// <value>Default: JSONHandler.</value>
    [FlumeComponentOption("handler", ComponentKind.Handler, Default = "org.apache.flume.source.http.JSONHandler", Implements = typeof(IHttpEventHandler))]
    public ComponentReference? Handler { get; init; }

    /// <summary>Longest body in bytes, after decompression; a longer one is refused with 413. 0 or less: no limit.</summary>
    /// <value>Default: 100 MiB.</value>
    [FlumeOption("maxRequestSize", IsExtension = true)]
    public long MaxRequestSize { get; init; } = 100L << 20;

    /// <summary>Most connections at a time. Beyond it, the connection that has been idle for longest is closed for the new one.</summary>
    /// <value>Default: three quarters of the files that the process may open, 20000 at most.</value>
    [FlumeOption("maxConnections", IsExtension = true, Min = 1)]
    public int? MaxConnections { get; init; }

    /// <summary>Longest request head in bytes; a longer one is refused with 431, or 414 where the request line alone is too long.</summary>
    /// <value>Default: 8192.</value>
    [FlumeOption("HttpConfiguration.requestHeaderSize", Min = 1)]
    public int RequestHeaderSize { get; init; } = 8192;

    /// <summary>How long a connection may be silent before it is closed.</summary>
    /// <value>Default: 30 seconds.</value>
    [FlumeOption("ServerConnector.idleTimeout")]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a connection serves more than one request.</summary>
    /// <value>Default: true.</value>
    [FlumeOption("HttpConfiguration.persistentConnectionsEnabled")]
    public bool PersistentConnections { get; init; } = true;

    /// <summary>Most requests at work at a time; others wait. Jetty blocks a thread per request, FlumeSharp does not.</summary>
    /// <value>Default: no limit.</value>
    [FlumeOption("QueuedThreadPool.maxThreads", Min = 1)]
    public int? MaxThreads { get; init; }

    /// <summary>Whether and how connections are encrypted.</summary>
    [FlumeOptionGroup]
    public TlsServerOptions Tls { get; init; } = new();

    /// <summary>Who may send events.</summary>
    [FlumeOptionGroup]
    public HttpAuthOptions Auth { get; init; } = new();

    /// <summary>Overrides <c>bind</c>.</summary>
    [FlumeOption("ServerConnector.host")]
    public string? ConnectorHost { get; init; }

    /// <summary>Overrides <c>port</c>.</summary>
    [FlumeOption("ServerConnector.port", Min = 0, Max = 65535)]
    public int? ConnectorPort { get; init; }

    /// <summary>How many connections may wait to be accepted; 0 for the server's default, 512.</summary>
    /// <value>Default: 512.</value>
    [FlumeOption("ServerConnector.acceptQueueSize", Min = 0)]
    public int AcceptQueueSize { get; init; }

    /// <summary>Whether small answers are sent at once.</summary>
    /// <value>Default: true.</value>
    [FlumeOption("ServerConnector.acceptedTcpNoDelay")]
    public bool TcpNoDelay { get; init; } = true;

    /// <summary>Least bytes per second, on average, at which a client must send a body; 0 for no limit.</summary>
    /// <value>Default: 0.</value>
    [FlumeOption("HttpConfiguration.minRequestDataRate", Min = 0)]
    public long MinRequestDataRate { get; init; }

    /// <summary>Whether a client must show a certificate that this machine trusts.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("SslContextFactory.needClientAuth")]
    public bool NeedClientAuth { get; init; }

    /// <summary>Whether a client is asked for a certificate and may go on without one.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("SslContextFactory.wantClientAuth")]
    public bool WantClientAuth { get; init; }

    /// <summary>Overrides <c>include-protocols</c>.</summary>
    [FlumeOption("SslContextFactory.includeProtocols")]
    public IReadOnlyList<string>? JettyIncludeProtocols { get; init; }

    /// <summary>Overrides <c>exclude-protocols</c>.</summary>
    [FlumeOption("SslContextFactory.excludeProtocols")]
    public IReadOnlyList<string>? JettyExcludeProtocols { get; init; }

    /// <summary>Overrides <c>include-cipher-suites</c>; entries are patterns.</summary>
    [FlumeOption("SslContextFactory.includeCipherSuites")]
    public IReadOnlyList<string>? JettyIncludeCipherSuites { get; init; }

    /// <summary>Overrides <c>exclude-cipher-suites</c>; entries are patterns.</summary>
    [FlumeOption("SslContextFactory.excludeCipherSuites")]
    public IReadOnlyList<string>? JettyExcludeCipherSuites { get; init; }

    /// <summary>The TLS keys with Jetty's own, which win over them.</summary>
    internal TlsServerOptions EffectiveTls => Tls with
    {
        IncludeProtocols = JettyIncludeProtocols ?? Tls.IncludeProtocols,
        ExcludeProtocols = JettyExcludeProtocols ?? Tls.ExcludeProtocols,
        IncludeCipherSuites = JettyIncludeCipherSuites ?? Tls.IncludeCipherSuites,
        ExcludeCipherSuites = JettyExcludeCipherSuites ?? Tls.ExcludeCipherSuites,
    };

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Auth.Type == AuthType.Mtls && !Tls.Enabled)
        {
            yield return new("'auth.type' is mtls and TLS is off; set 'ssl = true' and the server's key", ["auth.type"]);
        }
    }
}
