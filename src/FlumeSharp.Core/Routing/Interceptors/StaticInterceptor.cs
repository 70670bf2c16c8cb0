using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Sets one header to one value.</summary>
[FlumeInterceptor("static", "org.apache.flume.interceptor.StaticInterceptor$Builder", Stability = Stability.Beta)]
public sealed class StaticInterceptor(StaticInterceptorOptions options) : IInterceptor
{
    private readonly EventHeaders _alone = EventHeaders.Of(options.Key, options.Value);

    /// <inheritdoc />
    public void Intercept(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);

        // Neighbours often share their headers; then they share the outcome too.
        var before = EventHeaders.Empty;
        var after = _alone;
        foreach (var item in batch.Events)
        {
            if (!ReferenceEquals(item.Headers, before))
            {
                before = item.Headers;
                after = before.Count == 0 ? _alone
                    : options.PreserveExisting && before.Contains(options.Key) ? before
                    : before.Set(options.Key, options.Value);
            }

            item.Headers = after;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
