using System.Globalization;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Lets so many events pass per second, and rejects, tags or drops the others. What the channels do not take does not count.</summary>
[FlumeInterceptor("rate_limit", Stability = Stability.Beta)]
public sealed class RateLimitInterceptor : OutcomeInterceptorBase
{
    private readonly RateLimitInterceptorOptions _options;
    private readonly TokenBucket _bucket;

    /// <summary>Fills the bucket.</summary>
    public RateLimitInterceptor(RateLimitInterceptorOptions options, InterceptorContext context)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _bucket = new TokenBucket(options.EventsPerSecond, options.Burst ?? options.EventsPerSecond, Time);
    }

    /// <inheritdoc />
    protected override IBatchOutcome? OnInterceptAndAwaitOutcome(EventBatch batch)
    {
        if (batch.Count == 0)
        {
            return null;
        }

        if (_options.OnExceed == RateLimitAction.Reject)
        {
            return Admit(batch.Count);
        }

        var count = batch.Count;
        var taken = _bucket.Take(count);
        if (taken < count && _options.OnExceed == RateLimitAction.Drop)
        {
            // The first ones pass, as they would one by one.
            var passed = 0;
            batch.RemoveWhere(_ => passed++ >= taken);
        }
        else if (taken < count)
        {
            foreach (var item in batch.Events[taken..])
            {
                item.Headers = item.Headers.Set(_options.TagHeader, "true");
            }

            Counters.EventMarked.Add(count - taken);
        }

        return taken > 0 ? new Outcome(_bucket, taken) : null;
    }

    private Outcome Admit(int count)
    {
        if (_bucket.TryTakeAll(count, out var wait))
        {
            return new Outcome(_bucket, count);
        }

        Counters.BatchRejected.Increment();
        throw new RateLimitExceededException(string.Create(
            CultureInfo.InvariantCulture,
            $"{Label}: more than {_options.EventsPerSecond} events per second; the batch of {count} can pass in {Math.Ceiling(wait.TotalMilliseconds)} ms"));
    }

    private sealed class Outcome(TokenBucket bucket, int tokens) : IBatchOutcome
    {
        public void Completed(bool isCommitted, TakenEvents taken)
        {
            if (!isCommitted)
            {
                bucket.PutBack(tokens);
            }
        }
    }
}
