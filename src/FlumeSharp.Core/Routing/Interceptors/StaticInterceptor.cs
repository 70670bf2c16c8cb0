using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Sets one header to one value.</summary>
[FlumeInterceptor("static", "org.apache.flume.interceptor.StaticInterceptor$Builder", Stability = Stability.Stable)]
public sealed class StaticInterceptor(StaticInterceptorOptions options) : IInterceptor
{
    private readonly HeaderStamp _stamp = new(options.Key, options.Value, options.PreserveExisting);

    /// <inheritdoc />
    public void Intercept(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _stamp.Apply(batch);
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
