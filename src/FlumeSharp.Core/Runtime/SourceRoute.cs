using System.Collections.Immutable;
using FlumeSharp.Routing;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime;

// What stands between a source and its channels. It can be exchanged while the source runs.
internal sealed record SourceRoute(ChannelProcessor Processor, ImmutableArray<IInterceptor> Interceptors)
{
    public void Dispose(SourcePlan plan, ILogger logger)
    {
        foreach (var interceptor in Interceptors)
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
