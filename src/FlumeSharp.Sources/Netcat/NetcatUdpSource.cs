using System.Net;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Sources.Net;

namespace FlumeSharp.Sources.Netcat;

/// <summary>Takes lines of text over UDP: the first of each datagram is an event.</summary>
[FlumeSource("netcatudp", "org.apache.flume.source.NetcatUdpSource", Stability = Stability.Beta)]
public sealed class NetcatUdpSource : SourceBase
{
    private readonly NetcatUdpSourceOptions _options;
    private readonly DatagramCounters _counters;
    private readonly BatchDelivery _delivery;
    private readonly StopPatience _patience;
    private readonly ByteSlab _slab = new();
    private IPEndPoint? _sender;
    private EventHeaders _senderHeaders = EventHeaders.Empty;
    private DatagramServer? _server;

    /// <summary>Keeps the options. Nothing is opened before the start.</summary>
    public NetcatUdpSource(NetcatUdpSourceOptions options, SourceContext context)
        : this(options, context, new DatagramCounters(context.Name))
    {
    }

    private NetcatUdpSource(NetcatUdpSourceOptions options, SourceContext context, DatagramCounters counters)
        : base(context, counters)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _counters = counters;
        _patience = new StopPatience(Time);
        _delivery = new BatchDelivery(context, counters, counters.GenericProcessingFail, _patience.GiveUp);
    }

    /// <summary>Where the source listens once it has started, with the port that the system chose for 0.</summary>
    public IPEndPoint? Address => _server?.Address;

    /// <inheritdoc />
    protected override async ValueTask OnStartSourceAsync(CancellationToken cancellationToken)
    {
        var endpoint = new IPEndPoint(await BindAddress.ResolveAsync(_options.Bind, cancellationToken).ConfigureAwait(false), _options.Port);
        var settings = new DatagramServerSettings(
            Name, _options.BatchSize, _options.MaxPendingBytes, _options.ReceiveBufferBytes, _options.SenderHeader is not null, _counters.Lost, Time, Logger);
        _server = DatagramServer.Start(endpoint, settings, _delivery, (datagram, sender) => ValueTask.FromResult<Event?>(Read(datagram.Span, sender)));
        Net.Log.Listening(Logger, Name, "netcatudp", _server.Address);
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

    // As in Flume: what follows a line feed is dropped, and a datagram without anything is an empty event.
    private Event Read(ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        if (_options.SenderHeader is { } header && !ReferenceEquals(sender, _sender))
        {
            _sender = sender;
            _senderHeaders = EventHeaders.Of(header, $"/{sender}");
        }

        var end = datagram.IndexOf((byte)'\n');
        return new(_slab.Copy(end < 0 ? datagram : datagram[..end]), _senderHeaders);
    }
}
