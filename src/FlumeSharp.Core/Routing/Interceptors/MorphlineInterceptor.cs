using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Flume's morphline interceptor by name, so that a configuration that has one is told what to use instead. It is never made.</summary>
[FlumeInterceptor(null, "org.apache.flume.sink.solr.morphline.MorphlineInterceptor$Builder", Stability = Stability.Experimental)]
public sealed class MorphlineInterceptor : IInterceptor
{
    /// <summary>Refuses to run.</summary>
    /// <exception cref="FlumeException">Always; see <see cref="MorphlineInterceptorOptions"/>.</exception>
    public MorphlineInterceptor(MorphlineInterceptorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        throw new FlumeException($"The morphline file '{options.MorphlineFile}' cannot run here; docs/specs/morphlines.md says what to use instead.");
    }

    /// <inheritdoc />
    public void Intercept(EventBatch batch) => throw new FlumeException("Morphlines cannot run here.");

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
