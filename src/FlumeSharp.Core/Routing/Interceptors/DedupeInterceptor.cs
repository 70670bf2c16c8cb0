using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>
/// Drops events whose name the channels have taken already. A name is remembered only once they have: what they refused, or what never came
/// to them, may be sent again, and must not be taken for its own duplicate.
/// </summary>
[FlumeInterceptor("dedupe", Stability = Stability.Beta)]
public sealed class DedupeInterceptor : OutcomeInterceptorBase
{
    private readonly string _header;
    private readonly Lock _gate = new();
    private readonly KeyWindow _seen;

    /// <summary>Starts with nothing remembered.</summary>
    public DedupeInterceptor(DedupeInterceptorOptions options, InterceptorContext context)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(options);
        _header = options.Header;
        _seen = new KeyWindow(options.MaxKeys, options.Window, Time);
    }

    /// <inheritdoc />
    protected override IBatchOutcome? OnInterceptAndAwaitOutcome(EventBatch batch)
    {
        List<(string Key, int Index)>? passed = null;
        HashSet<string>? inBatch = null;
        var index = 0;
        lock (_gate)
        {
            _seen.Expire(Time.GetTimestamp());
            batch.RemoveWhere(item => IsDuplicate(item, batch.Count, ref index, ref passed, ref inBatch));
        }

        return passed is null ? null : new Outcome(this, passed);
    }

    // The index is the place of the next event that stays.
    private bool IsDuplicate(Event item, int count, ref int index, ref List<(string Key, int Index)>? passed, ref HashSet<string>? inBatch)
    {
        // Without a name an event is nobody's duplicate.
        if (!item.Headers.TryGetText(_header, out var value))
        {
            index++;
            return false;
        }

        var key = KeyWindow.KeyOf(value);
        if (_seen.Contains(key))
        {
            return true;
        }

        if (count > 1 && !(inBatch ??= new(StringComparer.Ordinal)).Add(key))
        {
            return true;
        }

        (passed ??= []).Add((key, index++));
        return false;
    }

    private void Remember(List<(string Key, int Index)> passed, TakenEvents taken)
    {
        lock (_gate)
        {
            var now = Time.GetTimestamp();
            foreach (var (key, index) in passed)
            {
                if (taken.Contains(index))
                {
                    _seen.Add(key, now);
                }
            }
        }
    }

    private sealed class Outcome(DedupeInterceptor owner, List<(string Key, int Index)> passed) : IBatchOutcome
    {
        public void Completed(bool isCommitted, TakenEvents taken)
        {
            if (isCommitted)
            {
                owner.Remember(passed, taken);
            }
        }
    }
}
