using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Runtime;
using FlumeSharp.Sources.Http.Auth;
using FlumeSharp.Sources.Tls;

namespace FlumeSharp.Sources.Http;

/// <summary>
/// Takes events over HTTP. A request is one transaction of each channel: the answer 200 means that all of its events are committed,
/// 503 that none is in the channel that refused.
/// </summary>
[FlumeSource("http", "org.apache.flume.source.http.HTTPSource", Stability = Stability.Beta)]
public sealed class HttpSource : SourceBase
{
    // Of the memory, for bodies that are still arriving. Whole requests are never turned away by it.
    private const int PartForArrivingBodies = 4;
    private readonly HttpSourceOptions _options;
    private readonly IHttpEventHandler _handler;
    private readonly HttpApplication _application;
    private readonly EndpointSecurity _security;
    private HttpEndpoint? _endpoint;

    /// <summary>Makes the source and its handler, and reads keys and credentials. Nothing is opened before the start.</summary>
    public HttpSource(HttpSourceOptions options, SourceContext context, TlsDefaults? tlsDefaults = null, AgentResources? resources = null)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        var handler = options.Handler ?? throw new FlumeException($"Source '{context.Name}' (http) has no handler; set 'handler' to json.");
        _handler = context.Activator.Create<IHttpEventHandler>(handler, context);
        _security = EndpointSecurity.Create(context.Name, options, tlsDefaults ?? TlsDefaults.OfProcess);
        var room = new BodyRoom((resources ?? AgentResources.Detect()).MemoryLimit / PartForArrivingBodies);
        _application = new HttpApplication(_handler, context, Counters, options, room, Credentials.Read(context.Name, options.Auth));
    }

    /// <summary>Where the source listens once it has started, with the port that the system chose for 0.</summary>
    public Uri? Address => _endpoint?.Address;

    /// <inheritdoc />
    protected override async ValueTask OnStartSourceAsync(CancellationToken cancellationToken)
    {
        var connections = new ConnectionLimit(_options.MaxConnections ?? OpenFiles.DefaultConnections, change => Counters.OpenConnections.Add(change));
        _endpoint = await HttpEndpoint.StartAsync(_options, _security, connections, _application, Context.LoggerFactory, cancellationToken).ConfigureAwait(false);
        Log.Listening(Logger, Name, _endpoint.Address.GetLeftPart(UriPartial.Authority), _options.Handler!.Descriptor.DisplayName);
    }

    /// <inheritdoc />
    protected override async ValueTask OnStopSourceAsync(CancellationToken cancellationToken)
    {
        var endpoint = _endpoint!;
        await endpoint.StopAsync(cancellationToken).ConfigureAwait(false);
        await endpoint.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override ValueTask OnDisposeAsync()
    {
        (_handler as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
