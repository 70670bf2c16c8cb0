using System.Collections.Immutable;
using FlumeSharp.Routing;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime;

// What stands between a source and its channels. It can be exchanged while the source runs.
internal sealed record SourceRoute(ChannelProcessor Processor, ImmutableArray<IInterceptor> Interceptors)
{
    /// <summary>Lets go of the interceptors.</summary>
    /// <param name="plan">The source, for the log.</param>
    /// <param name="logger">The log.</param>
    /// <param name="kept">Interceptors that another way still uses; those that were let go of are added.</param>
    public void Dispose(SourcePlan plan, ILogger logger, HashSet<IInterceptor> kept)
    {
        foreach (var interceptor in Interceptors.Where(kept.Add))
        {
            try
            {
                interceptor.Dispose();
            }
            catch (Exception failure)
            {
                // The sinks still have to deliver and to close their files.
                Log.StopFailed(logger, failure, plan.Kind, plan.Name);
            }
        }
    }
}
