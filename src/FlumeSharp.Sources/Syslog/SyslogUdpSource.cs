using System.Net;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Sources.Net;

namespace FlumeSharp.Sources.Syslog;

/// <summary>Takes syslog messages over UDP on one port, one to a datagram.</summary>
[FlumeSource("syslogudp", "org.apache.flume.source.SyslogUDPSource", Stability = Stability.Beta)]
public sealed class SyslogUdpSource : SourceBase
{
    private readonly SyslogUdpSourceOptions _options;
    private readonly SyslogCounters _counters;
    private readonly BatchDelivery _delivery;
    private readonly StopPatience _patience;
    private readonly SyslogDatagrams _datagrams;
    private DatagramServer? _server;

    /// <summary>Keeps the options. Nothing is opened before the start.</summary>
    public SyslogUdpSource(SyslogUdpSourceOptions options, SourceContext context)
        : this(options, context, new SyslogCounters(context.Name, hasDatagrams: true))
    {
    }

    private SyslogUdpSource(SyslogUdpSourceOptions options, SourceContext context, SyslogCounters counters)
        : base(context, counters)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _counters = counters;
        _patience = new StopPatience(Time);
        _delivery = new BatchDelivery(context, counters, counters.EventReadFail, _patience.GiveUp);
        _datagrams = new SyslogDatagrams(options, context, counters);
    }

    /// <summary>Where the source listens once it has started, with the port that the system chose for 0.</summary>
    public IPEndPoint? Address => _server?.Address;

    /// <inheritdoc />
    protected override async ValueTask OnStartSourceAsync(CancellationToken cancellationToken)
    {
        var endpoint = new IPEndPoint(await BindAddress.ResolveAsync(_options.Host, cancellationToken).ConfigureAwait(false), _options.Port);
        var settings = new DatagramServerSettings(
            Name, _options.BatchSize, _options.MaxPendingBytes, _options.ReceiveBufferBytes, _datagrams.NeedsSender, _counters.Lost, Time, Logger);
        _server = DatagramServer.Start(endpoint, settings, _delivery, _datagrams.ReadAsync);
        Net.Log.Listening(Logger, Name, "syslogudp", _server.Address);
    }

    /// <inheritdoc />
    protected override async ValueTask OnStopSourceAsync(CancellationToken cancellationToken)
    {
        await _patience.RunAsync(_server!.StopAsync, cancellationToken).ConfigureAwait(false);
        _server.Dispose();
    }

    /// <inheritdoc />
    protected override ValueTask OnDisposeAsync()
    {
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }
}
