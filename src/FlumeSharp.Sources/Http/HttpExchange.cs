using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace FlumeSharp.Sources.Http;

// One request and its answer. Kestrel keeps the object with the connection and hands it back for the next request, so that serving
// one allocates nothing but the events. The features of an HTTP/1 connection are all one object that lives as long as it.
internal sealed class HttpExchange
{
    private const int LargestBatchKept = 1024;
    private IFeatureCollection? _features;
    private IRequestBodyPipeFeature _body = null!; // set by Begin, as is the rest
    private EventBatch? _events;
    private CancellationTokenSource? _idle;
    private OpenConnection? _connection;

    public IHttpRequestFeature Request { get; private set; } = null!;

    public IHttpResponseFeature Response { get; private set; } = null!;

    public HttpEventRequest EventRequest { get; } = new();

    public PipeReader Body => _body.Reader;

    public bool CanHaveBody => _features!.Get<IHttpRequestBodyDetectionFeature>()!.CanHaveBody;

    public PipeWriter ResponseBody => _features!.Get<IHttpResponseBodyFeature>()!.Writer;

    public CancellationToken Aborted => _features!.Get<IHttpRequestLifetimeFeature>()!.RequestAborted;

    /// <summary>Ends the connection at once: the client has gone, or what it sends cannot be told apart any more.</summary>
    public void Abort() => _features!.Get<IHttpRequestLifetimeFeature>()!.Abort();

    /// <summary>Sends the answer's head, so that it stands whatever happens afterwards.</summary>
    public Task StartResponseAsync() => _features!.Get<IHttpResponseBodyFeature>()!.StartAsync(CancellationToken.None);

    public EventBatch Events => _events ??= new EventBatch(4);

    public T? Feature<T>()
        where T : class => _features!.Get<T>();

    /// <summary>A timer for the time a read may take, which the connection keeps. When it goes off, the pending read returns as cancelled.</summary>
    public CancellationTokenSource RentIdleTimer(TimeProvider time)
    {
        _idle ??= new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _idle.Token.UnsafeRegister(static exchange => ((HttpExchange)exchange!).Body.CancelPendingRead(), this);
        return _idle;
    }

    /// <summary>Stops the timer; one that has gone off is not used again.</summary>
    public void ReturnIdleTimer()
    {
        if (_idle is { } idle && !idle.TryReset())
        {
            idle.Dispose();
            _idle = null;
        }
    }

    public void Begin(IFeatureCollection features)
    {
        if (!ReferenceEquals(_features, features))
        {
            _features = features;
            Request = features.Get<IHttpRequestFeature>()!;
            Response = features.Get<IHttpResponseFeature>()!;
            _body = features.Get<IRequestBodyPipeFeature>()!;
            EventRequest.Begin(Request);
            _connection = features.Get<OpenConnection>();
        }

        _connection?.Begin();
    }

    public void End()
    {
        EventRequest.ForgetBody();
        _connection?.Rest();
        if (_events is { } events)
        {
            var large = events.Count > LargestBatchKept;
            events.Clear();
            _events = large ? null : events;
        }
    }
}
