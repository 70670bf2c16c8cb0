using FlumeSharp.Options;

namespace FlumeSharp.Sources.Netcat;

/// <summary>The keys of the source of lines over UDP.</summary>
public sealed class NetcatUdpSourceOptions
{
    /// <summary>The port to listen on; 0 lets the system choose one, and the start line of the log tells which.</summary>
    [FlumeOption("port", Required = true, Min = 0, Max = 65535)]
    public int Port { get; init; }

    /// <summary>The address or host name to listen on.</summary>
    /// <value>Default: every address of the machine.</value>
    [FlumeOption("bind")]
    public string? Bind { get; init; }

    /// <summary>The header that gets the sender, written as in <c>/10.0.0.1:33882</c>.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("remoteAddress", Aliases = ["remoteAddressHeader"])]
    public string? SenderHeader { get; init; }

    /// <summary>Most events in a transaction. What has arrived is delivered at once, so a batch is never waited for.</summary>
    /// <value>Default: 100.</value>
    [FlumeOption("batchSize", IsExtension = true, Min = 1)]
    public int BatchSize { get; init; } = 100;

    /// <summary>Most bytes of datagrams that wait while a channel refuses; what is beyond it is dropped and counted.</summary>
    /// <value>Default: 8 MiB.</value>
    [FlumeOption("maxPendingBytes", IsExtension = true, Min = 65536)]
    public int MaxPendingBytes { get; init; } = 8 << 20;

    /// <summary>The system's buffer for datagrams that have not been read, in bytes; the system may give less.</summary>
    /// <value>Default: 4 MiB.</value>
    [FlumeOption("receiveBufferBytes", IsExtension = true, Min = 0)]
    public int ReceiveBufferBytes { get; init; } = 4 << 20;
}
