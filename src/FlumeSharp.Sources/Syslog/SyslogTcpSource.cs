using System.Net;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Sources.Http;
using FlumeSharp.Sources.Net;
using FlumeSharp.Sources.Tls;

namespace FlumeSharp.Sources.Syslog;

/// <summary>Takes syslog messages over TCP or TLS on one port.</summary>
/// <remarks>TCP has no answers for syslog: a channel that is full has the source read no further until it has room.</remarks>
[FlumeSource("syslogtcp", "org.apache.flume.source.SyslogTcpSource", Stability = Stability.Beta)]
public sealed class SyslogTcpSource : SourceBase
{
    private readonly SyslogTcpSourceOptions _options;
    private readonly SyslogCounters _counters;
    private readonly TcpTls? _tls;
    private readonly SyslogStream _stream;
    private readonly StopPatience _patience;
    private TcpServer? _server;

    /// <summary>Keeps the options and reads the key. Nothing is opened before the start.</summary>
    public SyslogTcpSource(SyslogTcpSourceOptions options, SourceContext context, TlsDefaults? tlsDefaults = null)
        : this(options, context, tlsDefaults, new SyslogCounters(context.Name, hasDatagrams: false))
    {
    }

    private SyslogTcpSource(SyslogTcpSourceOptions options, SourceContext context, TlsDefaults? tlsDefaults, SyslogCounters counters)
        : base(context, counters)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _counters = counters;
        _tls = TcpTls.Create($"Source '{Name}' (syslogtcp)", options.Tls, options.TlsClients, tlsDefaults ?? TlsDefaults.OfProcess);
        _patience = new StopPatience(Time);
        var settings = options.Syslog.SettingsFor(new LineGrammar(), SyslogFormat.Create(options.Format, Time));
        _stream = new SyslogStream(context, counters, countsInvalidAsReadFailure: false)
        {
            BatchSize = options.BatchSize,
            EventSize = options.EventSize,
            Client = new ClientHeaders(options.Client, null, Time),
            Pool = new LargeBlockPool(),
            Delivery = new BatchDelivery(context, counters, counters.EventReadFail, _patience.GiveUp),
            NewParser = () => new LineParser(settings),
            NewSplitter = () => new SyslogSplitter(options.EventSize, options.Framing, !settings.IsStrict, settings.IsStrict),
            IsEndAnEnd = settings.IsStrict,
        };
    }

    /// <summary>Where the source listens once it has started, with the port that the system chose for 0.</summary>
    public IPEndPoint? Address => _server?.Address;

    /// <inheritdoc />
    protected override async ValueTask OnStartSourceAsync(CancellationToken cancellationToken)
    {
        var endpoint = new IPEndPoint(await BindAddress.ResolveAsync(_options.Host, cancellationToken).ConfigureAwait(false), _options.Port);
        var settings = new TcpServerSettings(Name, _options.Server, _tls, _counters.OpenConnections, Time, Logger);
        _server = TcpServer.Start(endpoint, settings, connection => new SyslogConnection(connection, _stream).RunAsync());
        Net.Log.Listening(Logger, Name, "syslogtcp", _server.Address);
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
