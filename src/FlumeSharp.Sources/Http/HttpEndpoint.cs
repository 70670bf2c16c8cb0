using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using KestrelOptions = Microsoft.Extensions.Options.Options;

namespace FlumeSharp.Sources.Http;

// Kestrel on one address, without the web host around it: no routing, no middleware, no dependency injection per request.
internal sealed class HttpEndpoint : IAsyncDisposable
{
    // The shortest header line is a name, a colon and the line end, so that the size limit always strikes first.
    private const int ShortestHeaderLine = 4;
    private static readonly TimeSpan RateGrace = TimeSpan.FromSeconds(5);
    private readonly KestrelServer _server;
    private readonly ServiceProvider _services;

    private HttpEndpoint(HttpSourceOptions options, EndpointSecurity security, ConnectionLimit connections, IPEndPoint address, ILoggerFactory loggerFactory)
    {
        _services = TransportServices.Build(options, loggerFactory, new LargeBlockPool());
        var kestrel = new KestrelServerOptions
        {
            AddServerHeader = false,
            AllowSynchronousIO = false,
            AllowHostHeaderOverride = true, // Flume does not compare the Host header with an absolute target
            ApplicationServices = _services,
        };
        SetLimits(kestrel.Limits, options);
        kestrel.Listen(address, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(connections.Before);
            security.Apply(listen, options);
        });
        var transport = _services.GetRequiredService<IConnectionListenerFactory>();
        _server = new KestrelServer(KestrelOptions.Create(kestrel), transport, loggerFactory);
    }

    /// <summary>Where it listens, with the port that the system chose for 0.</summary>
    public Uri Address => new(_server.Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<HttpEndpoint> StartAsync(
        HttpSourceOptions options, EndpointSecurity security, ConnectionLimit connections, HttpApplication application, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        var endpoint = new HttpEndpoint(options, security, connections, await ResolveAsync(options, cancellationToken).ConfigureAwait(false), loggerFactory);
        try
        {
            await endpoint._server.StartAsync(application, cancellationToken).ConfigureAwait(false);
            return endpoint;
        }
        catch
        {
            await endpoint.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes no more connections, lets requests at work finish, and cuts them off when the token says so.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private static void SetLimits(KestrelServerLimits limits, HttpSourceOptions options)
    {
        limits.MaxRequestLineSize = options.RequestHeaderSize;
        limits.MaxRequestHeadersTotalSize = options.RequestHeaderSize;
        limits.MaxRequestHeaderCount = Math.Max(options.RequestHeaderSize / ShortestHeaderLine, 1);
        limits.MaxRequestBufferSize = Math.Max(1 << 20, options.RequestHeaderSize * 2L);
        limits.MaxRequestBodySize = options.MaxRequestSize > 0 ? options.MaxRequestSize : null;
        limits.MinRequestBodyDataRate = options.MinRequestDataRate > 0 ? new MinDataRate(options.MinRequestDataRate, RateGrace) : null;
        limits.MinResponseDataRate = null;
        limits.KeepAliveTimeout = OrForever(options.IdleTimeout);
        limits.RequestHeadersTimeout = OrForever(options.IdleTimeout);
    }

    private static TimeSpan OrForever(TimeSpan timeout) => timeout > TimeSpan.Zero ? timeout : TimeSpan.MaxValue;

    private static async Task<IPEndPoint> ResolveAsync(HttpSourceOptions options, CancellationToken cancellationToken)
    {
        var host = options.ConnectorHost ?? options.Bind;
        var port = options.ConnectorPort ?? options.Port;
        if (IPAddress.TryParse(host, out var address))
        {
            return new(address, port);
        }

        var found = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        return new(found[0], port);
    }
}
