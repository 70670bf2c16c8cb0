using System.Net;
using FlumeSharp.Agent.Hosting;
using FlumeSharp.Metrics;
using FlumeSharp.Sources.Http;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlumeSharp.Agent.Monitoring;

/// <summary>
/// Serves metrics and health while the host runs, from before the first component starts until after the last has stopped. Whatever
/// goes wrong here is logged and leaves the agent alone.
/// </summary>
internal sealed class MonitoringService(MonitoringOptions options, MetricsRegistry metrics, RunningAgent agent, ILoggerFactory loggers) : IHostedLifecycleService, IDisposable
{
    private const int MaxConnections = 256;

    // Scrapers come back in less, or connect again; those who only connected need not stay.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(65);
    private static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(10);
    private readonly ILogger _logger = loggers.CreateLogger("FlumeSharp.Agent.Monitoring");
    private KestrelServer? _server;

    /// <inheritdoc />
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(options.Type))
        {
            return;
        }

        if (!options.IsKnown)
        {
            Log.UnknownType(_logger, options.Type);
            return;
        }

        try
        {
            var (address, port) = options.Endpoint();
            _server = CreateServer(address, port);
            await _server.StartAsync(new MonitoringApplication(options, metrics, agent, _logger), cancellationToken).ConfigureAwait(false);
            Log.Listening(_logger, _server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "?");
        }
        catch (Exception failure) when (failure is FlumeException or IOException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            Log.CannotStart(_logger, failure.Message);
            _server?.Dispose();
            _server = null;
        }
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server)
        {
            using var hurry = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await server.StopAsync(hurry.Token).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _server?.Dispose();

    private KestrelServer CreateServer(IPAddress? address, int port)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        var connections = new ConnectionLimit(MaxConnections);
        kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        kestrel.Limits.KeepAliveTimeout = IdleTimeout;
        kestrel.Limits.RequestHeadersTimeout = HeadTimeout;
        if (address is null)
        {
            kestrel.ListenAnyIP(port, Configure);
        }
        else
        {
            kestrel.Listen(address, port, Configure);
        }

        void Configure(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(connections.Before);
        }

        return new KestrelServer(
            Microsoft.Extensions.Options.Options.Create(kestrel), new SocketTransportFactory(Microsoft.Extensions.Options.Options.Create(new SocketTransportOptions()), loggers), loggers);
    }
}
