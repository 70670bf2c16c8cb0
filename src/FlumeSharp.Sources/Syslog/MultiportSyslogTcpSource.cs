using System.Net;
using System.Net.Sockets;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Sources.Http;
using FlumeSharp.Sources.Net;
using FlumeSharp.Sources.Tls;

namespace FlumeSharp.Sources.Syslog;

/// <summary>Takes syslog messages over TCP or TLS on several ports, each with a character set of its own.</summary>
/// <remarks>A port that cannot be had is tried again in the background, and the others work meanwhile.</remarks>
[FlumeSource("multiport_syslogtcp", "org.apache.flume.source.MultiportSyslogTCPSource", Stability = Stability.Beta)]
public sealed class MultiportSyslogTcpSource : SourceBase
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);
    private readonly MultiportSyslogTcpSourceOptions _options;
    private readonly SyslogCounters _counters;
    private readonly TcpTls? _tls;
    private readonly ClientHeaders _client;
    private readonly LargeBlockPool _pool = new();
    private readonly StopPatience _patience;
    private readonly BatchDelivery _delivery;
    private readonly SyslogSettings _settings;
    private readonly Lock _gate = new();
    private readonly List<TcpServer> _servers = [];
    private readonly CancellationTokenSource _stopping = new();
    private Task _retrying = Task.CompletedTask;

    /// <summary>Keeps the options and reads the key. Nothing is opened before the start.</summary>
    public MultiportSyslogTcpSource(MultiportSyslogTcpSourceOptions options, SourceContext context, TlsDefaults? tlsDefaults = null)
        : this(options, context, tlsDefaults, new SyslogCounters(context.Name, hasDatagrams: false))
    {
    }

    private MultiportSyslogTcpSource(MultiportSyslogTcpSourceOptions options, SourceContext context, TlsDefaults? tlsDefaults, SyslogCounters counters)
        : base(context, counters)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _counters = counters;
        _tls = TcpTls.Create($"Source '{Name}' (multiport_syslogtcp)", options.Tls, options.TlsClients, tlsDefaults ?? TlsDefaults.OfProcess);
        _client = new ClientHeaders(options.Client, options.PortHeader, Time);
        _patience = new StopPatience(Time);
        _delivery = new BatchDelivery(context, counters, counters.EventReadFail, _patience.GiveUp);
        _settings = options.Syslog.SettingsFor(new MultiportGrammar());
    }

    /// <summary>Where the source listens at the moment, in no particular order.</summary>
    public IReadOnlyList<IPEndPoint> Addresses
    {
        get
        {
            lock (_gate)
            {
                return [.. _servers.Select(static server => server.Address)];
            }
        }
    }

    /// <inheritdoc />
    protected override async ValueTask OnStartSourceAsync(CancellationToken cancellationToken)
    {
        var address = await BindAddress.ResolveAsync(_options.Host, cancellationToken).ConfigureAwait(false);
        var missing = new List<int>();
        SocketException? failure = null;
        foreach (var port in _options.PortNumbers)
        {
            try
            {
                Listen(address, port);
            }
            catch (SocketException refused)
            {
                failure = refused;
                missing.Add(port);
                Log.PortFailed(Logger, refused, Name, port);
            }
        }

        // Not one port: then the start has failed, and the agent tries it again.
        if (Addresses.Count == 0 && failure is not null)
        {
            throw failure;
        }

        _retrying = missing.Count > 0 ? RetryAsync(address, missing) : Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override async ValueTask OnStopSourceAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _retrying.ConfigureAwait(false);
        await _patience.RunAsync(token => Task.WhenAll(_servers.Select(server => server.StopAsync(token))), cancellationToken).ConfigureAwait(false);
        foreach (var server in _servers)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    protected override ValueTask OnDisposeAsync()
    {
        _patience.Dispose();
        _stopping.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Listen(IPAddress address, int port)
    {
        var charset = _options.CharsetOf(port);
        var stream = new SyslogStream((SourceContext)Context, _counters, countsInvalidAsReadFailure: true)
        {
            BatchSize = _options.BatchSize,
            EventSize = _options.EventSize,
            Client = _client,
            Pool = _pool,
            Delivery = _delivery,
            NewParser = () => new MultiportParser(_settings, charset),
            NewSplitter = () => new SyslogSplitter(_options.EventSize, _options.Framing, false, _settings.IsStrict),
            IsEndAnEnd = _settings.IsStrict,
        };
        var settings = new TcpServerSettings(Name, _options.Server, _tls, _counters.OpenConnections, Time, Logger);
        var server = TcpServer.Start(new IPEndPoint(address, port), settings, connection => new SyslogConnection(connection, stream).RunAsync());
        lock (_gate)
        {
            _servers.Add(server);
        }

        Net.Log.Listening(Logger, Name, "multiport_syslogtcp", server.Address);
    }

    private async Task RetryAsync(IPAddress address, List<int> missing)
    {
        while (missing.Count > 0)
        {
            try
            {
                await Task.Delay(TryAgainAfter, Time, _stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            missing.RemoveAll(port => TryListen(address, port));
        }
    }

    private bool TryListen(IPAddress address, int port)
    {
        try
        {
            Listen(address, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
