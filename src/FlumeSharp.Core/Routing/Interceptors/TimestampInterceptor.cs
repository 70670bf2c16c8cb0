using System.Globalization;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Sets a header to the current time, in milliseconds since 1970. A batch has one time.</summary>
[FlumeInterceptor("timestamp", "org.apache.flume.interceptor.TimestampInterceptor$Builder", Stability = Stability.Beta)]
public sealed class TimestampInterceptor(TimestampInterceptorOptions options, InterceptorContext context) : IInterceptor
{
    // Batches of the same millisecond share the text and, where they have no other header, the headers.
    private Moment? _latest;

    /// <inheritdoc />
    public void Intercept(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        StampOf(context.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds()).Apply(batch);
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private HeaderStamp StampOf(long now)
    {
        var latest = Volatile.Read(ref _latest);
        if (latest?.Milliseconds != now)
        {
            latest = new(now, new HeaderStamp(options.HeaderName, now.ToString(CultureInfo.InvariantCulture), options.PreserveExisting));
            Volatile.Write(ref _latest, latest);
        }

        return latest.Stamp;
    }

    private sealed record Moment(long Milliseconds, HeaderStamp Stamp);
}
