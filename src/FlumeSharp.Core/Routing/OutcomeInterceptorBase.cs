namespace FlumeSharp.Routing;

/// <summary>Base of interceptors that have to know whether the channels took what they let pass.</summary>
public abstract class OutcomeInterceptorBase(InterceptorContext context) : InterceptorBase(context), IOutcomeInterceptor
{
    /// <inheritdoc />
    public IBatchOutcome? InterceptAndAwaitOutcome(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var count = batch.Count;
        Counters.EventIntercepted.Add(count);
        var outcome = OnInterceptAndAwaitOutcome(batch);
        Counters.EventDropped.Add(count - batch.Count);
        return outcome;
    }

    /// <summary>The interceptor's own work on a batch, in place.</summary>
    /// <returns>Who is to be told of the outcome; null when nobody is.</returns>
    protected abstract IBatchOutcome? OnInterceptAndAwaitOutcome(EventBatch batch);

    /// <inheritdoc />
    protected sealed override void OnIntercept(EventBatch batch) => OnInterceptAndAwaitOutcome(batch)?.Completed(isCommitted: true, TakenEvents.All);
}
