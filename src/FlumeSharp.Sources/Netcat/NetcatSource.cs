using System.Net;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Sources.Http;
using FlumeSharp.Sources.Net;
using FlumeSharp.Sources.Tls;

namespace FlumeSharp.Sources.Netcat;

/// <summary>Takes lines of text over TCP, each an event.</summary>
[FlumeSource("netcat", "org.apache.flume.source.NetcatSource", Stability = Stability.Beta)]
public sealed class NetcatSource : SourceBase
{
    private readonly NetcatSourceOptions _options;
    private readonly TcpTls? _tls;
    private readonly StopPatience _patience;
    private readonly NetcatService _service;
    private TcpServer? _server;

    /// <summary>Keeps the options and reads the key. Nothing is opened before the start.</summary>
    public NetcatSource(NetcatSourceOptions options, SourceContext context, TlsDefaults? tlsDefaults = null)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _tls = TcpTls.Create($"Source '{Name}' (netcat)", options.Tls, options.TlsClients, tlsDefaults ?? TlsDefaults.OfProcess);
        _patience = new StopPatience(Time);
        _service = new NetcatService(context, Counters, options, new LargeBlockPool(), _patience.GiveUp);
    }

    /// <summary>Where the source listens once it has started, with the port that the system chose for 0.</summary>
    public IPEndPoint? Address => _server?.Address;

    /// <inheritdoc />
    protected override async ValueTask OnStartSourceAsync(CancellationToken cancellationToken)
    {
        var endpoint = new IPEndPoint(await BindAddress.ResolveAsync(_options.Bind, cancellationToken).ConfigureAwait(false), _options.Port);
        var settings = new TcpServerSettings(Name, _options.Server, _tls, Counters.OpenConnections, Time, Logger);
        _server = TcpServer.Start(endpoint, settings, connection => new NetcatConnection(connection, _service).RunAsync());
        Net.Log.Listening(Logger, Name, "netcat", _server.Address);
    }

    /// <inheritdoc />
    protected override async ValueTask OnStopSourceAsync(CancellationToken cancellationToken)
    {
        await _patience.RunAsync(_server!.StopAsync, cancellationToken).ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override ValueTask OnDisposeAsync()
    {
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }
}
