using FlumeSharp.Options;
using FlumeSharp.Sources.Net;
using FlumeSharp.Sources.Tls;

namespace FlumeSharp.Sources.Syslog;

/// <summary>The keys of the syslog source for one TCP port.</summary>
public sealed class SyslogTcpSourceOptions
{
    /// <summary>The port to listen on; 0 lets the system choose one, and the start line of the log tells which.</summary>
    [FlumeOption("port", Required = true, Min = 0, Max = 65535)]
    public int Port { get; init; }

    /// <summary>The address or host name to listen on. Flume needs it.</summary>
    /// <value>Default: every address of the machine.</value>
    [FlumeOption("host")]
    public string? Host { get; init; }

    /// <summary>Longest message in bytes; a longer one is cut into events that are marked as incomplete.</summary>
    /// <value>Default: 2500.</value>
    [FlumeOption("eventSize", Min = 1)]
    public int EventSize { get; init; } = 2500;

    /// <summary>Most events of one connection in a transaction. What has arrived is delivered at once, so a batch is never waited for.</summary>
    /// <value>Default: 100.</value>
    [FlumeOption("batchSize", IsExtension = true, Min = 1)]
    public int BatchSize { get; init; } = 100;

    /// <summary>How messages are told apart: <c>lf</c> by line feeds, <c>auto</c> also by octet counting (RFC 6587) where a message begins with its length.</summary>
    /// <value>Default: lf.</value>
    [FlumeOption("framing", IsExtension = true)]
    public SyslogFraming Framing { get; init; }

    /// <summary>What is read and kept.</summary>
    [FlumeOptionGroup]
    public SyslogOptions Syslog { get; init; } = new();

    /// <summary>A format of one's own.</summary>
    [FlumeOptionGroup]
    public SyslogFormatOptions Format { get; init; } = new();

    /// <summary>Headers that tell of the client.</summary>
    [FlumeOptionGroup]
    public ClientHeaderOptions Client { get; init; } = new();

    /// <summary>Limits.</summary>
    [FlumeOptionGroup]
    public TcpServerOptions Server { get; init; } = new();

    /// <summary>Whether and how connections are encrypted.</summary>
    [FlumeOptionGroup]
    public TlsServerOptions Tls { get; init; } = new();

    /// <summary>Who may connect.</summary>
    [FlumeOptionGroup]
    public TlsClientOptions TlsClients { get; init; } = new();
}
