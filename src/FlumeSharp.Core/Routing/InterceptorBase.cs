using Microsoft.Extensions.Logging;

namespace FlumeSharp.Routing;

/// <summary>Base of interceptors that count: their counters, their logger, their clock.</summary>
public abstract class InterceptorBase : IInterceptor
{
    private readonly InterceptorContext _context;
    private long _lastComplaint = long.MinValue;

    /// <summary>Keeps the context and registers the counters.</summary>
    protected InterceptorBase(InterceptorContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        Label = $"Source '{context.SourceName}', interceptor '{context.Name}'";
        Counters = context.Metrics.Register(new InterceptorCounters($"{context.SourceName}.{context.Name}"));
        Counters.Start(context.TimeProvider);
    }

    /// <summary>How messages name the interceptor.</summary>
    protected string Label { get; }

    /// <summary>What it counts.</summary>
    protected InterceptorCounters Counters { get; }

    /// <summary>The only source of time.</summary>
    protected TimeProvider Time => _context.TimeProvider;

    /// <summary>Its logger.</summary>
    protected ILogger Logger => _context.Logger;

    /// <inheritdoc />
    public void Intercept(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var count = batch.Count;
        Counters.EventIntercepted.Add(count);
        OnIntercept(batch);
        Counters.EventDropped.Add(count - batch.Count);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Counters.Stop(Time);
        OnDispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The interceptor's own work on a batch, in place.</summary>
    protected abstract void OnIntercept(EventBatch batch);

    /// <summary>The interceptor's own end.</summary>
    protected virtual void OnDispose()
    {
    }

    /// <summary>Counts events that could not be understood, and says so once a minute at most.</summary>
    /// <param name="count">How many.</param>
    /// <param name="what">What was wrong with one of them, and what became of it.</param>
    protected void Complain(int count, string what)
    {
        if (count == 0)
        {
            return;
        }

        Counters.EventFailed.Add(count);
        var now = Time.GetUtcNow().ToUnixTimeMilliseconds();
        var last = Volatile.Read(ref _lastComplaint);
        if ((last == long.MinValue || now - last >= 60_000) && Interlocked.CompareExchange(ref _lastComplaint, now, last) == last)
        {
            Log.EventsNotUnderstood(Logger, Label, what, Counters.EventFailed.Count);
        }
    }
}
