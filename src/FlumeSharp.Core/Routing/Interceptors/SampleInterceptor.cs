using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Keeps a share of the events, by chance or by the value of a header, and drops the others.</summary>
[FlumeInterceptor("sample", Stability = Stability.Beta)]
public sealed class SampleInterceptor : InterceptorBase
{
    private readonly SampleInterceptorOptions _options;
    private readonly Random _random;
    private readonly Predicate<Event> _drop;

    /// <summary>Takes the source of chance, which must be safe for concurrent use.</summary>
    public SampleInterceptor(SampleInterceptorOptions options, InterceptorContext context, Random? random = null)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _random = random ?? Random.Shared;
        _drop = Drops;
    }

    /// <inheritdoc />
    protected override void OnIntercept(EventBatch batch)
    {
        if (_options.Rate < 1)
        {
            batch.RemoveWhere(_drop);
        }
    }

    private bool Drops(Event item)
    {
        var place = _options.Header is { } header && item.Headers.TryGetText(header, out var value) ? PlaceOf(value) : _random.NextDouble();
        return place >= _options.Rate;
    }

    // From 0 to 1, the same for equal texts on every machine: FNV-1a, stirred at the end because texts that differ in their last letter
    // only would else come out as neighbours.
    private static double PlaceOf(string value)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var c in value)
        {
            hash = (hash ^ c) * 1_099_511_628_211UL;
        }

        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return (hash ^ (hash >> 33)) / 18_446_744_073_709_551_616.0;
    }
}
