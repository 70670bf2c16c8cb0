using FlumeSharp.Options;

namespace FlumeSharp.Sources.Syslog;

/// <summary>The keys of the syslog source for one UDP port.</summary>
[FlumeIgnoredOption("eventSize", "a message is as long as its datagram; Flume's source does not read the key either")]
public sealed class SyslogUdpSourceOptions
{
    /// <summary>The port to listen on; 0 lets the system choose one, and the start line of the log tells which.</summary>
    [FlumeOption("port", Required = true, Min = 0, Max = 65535)]
    public int Port { get; init; }

    /// <summary>The address or host name to listen on.</summary>
    /// <value>Default: every address of the machine.</value>
    [FlumeOption("host")]
    public string? Host { get; init; }

    /// <summary>Most events in a transaction. What has arrived is delivered at once, so a batch is never waited for.</summary>
    /// <value>Default: 100.</value>
    [FlumeOption("batchSize", IsExtension = true, Min = 1)]
    public int BatchSize { get; init; } = 100;

    /// <summary>Most bytes of messages that wait while a channel refuses; datagrams beyond it are dropped and counted.</summary>
    /// <value>Default: 8 MiB.</value>
    [FlumeOption("maxPendingBytes", IsExtension = true, Min = 65536)]
    public int MaxPendingBytes { get; init; } = 8 << 20;

    /// <summary>The system's buffer for datagrams that have not been read, in bytes; the system may give less.</summary>
    /// <value>Default: 4 MiB.</value>
    [FlumeOption("receiveBufferBytes", IsExtension = true, Min = 0)]
    public int ReceiveBufferBytes { get; init; } = 4 << 20;

    /// <summary>What is read and kept.</summary>
    [FlumeOptionGroup]
    public SyslogOptions Syslog { get; init; } = new();

    /// <summary>A format of one's own.</summary>
    [FlumeOptionGroup]
    public SyslogFormatOptions Format { get; init; } = new();

    /// <summary>Headers that tell of the client.</summary>
    [FlumeOptionGroup]
    public ClientHeaderOptions Client { get; init; } = new();
}
