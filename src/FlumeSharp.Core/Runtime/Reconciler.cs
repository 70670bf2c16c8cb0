using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime;

/// <summary>
/// Makes what runs match a plan. Everything that runs is kept by kind, name and fingerprint, so that applying a further plan only
/// has to touch what differs.
/// </summary>
public sealed class Reconciler(PipelineServices services, PipelineOptions options)
{
    private readonly ILogger _logger = services.LoggerFactory.CreateLogger("FlumeSharp.Runtime");

    /// <summary>
    /// Makes and starts everything in a plan: channels, then sinks, then sources. On return each component has been tried once; one
    /// that failed is tried again in the background.
    /// </summary>
    public async Task<Pipeline> StartAsync(PipelinePlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var factory = new PipelineFactory(plan.AgentName, services);
        var channels = plan.Channels.Select(factory.CreateChannel).OfType<ChannelNode>()
            .ToDictionary(static node => node.Plan.Name, StringComparer.Ordinal);
        var runners = plan.SinkRunners
            .Select(runner => runner with { Sinks = [.. runner.Sinks.Where(sink => channels.ContainsKey(sink.Channel))] })
            .Where(static runner => !runner.Sinks.IsEmpty)
            .Select(runner => factory.CreateSinkRunner(runner, channels, drains: options.DrainTimeout > TimeSpan.Zero))
            .OfType<SinkRunnerNode>()
            .ToList();
        var sources = plan.Sources
            .Where(source => source.Channels.All(channels.ContainsKey))
            .Select(source => factory.CreateSource(source, channels))
            .OfType<SourceNode>()
            .ToList();
        foreach (var channel in channels.Values)
        {
            var users = sources.Where(s => s.Plan.Channels.Contains(channel.Plan.Name)).Select(static s => s.Plan.Name)
                .Concat(runners.SelectMany(static r => r.Sinks).Where(s => s.Channel == channel).Select(static s => s.Plan.Name));
            Log.Connected(_logger, channel.Plan.Name, $"[{string.Join(", ", users)}]");
        }

        var pipeline = new Pipeline(plan, [.. channels.Values], runners, sources, options, services);
        await pipeline.StartAsync(cancellationToken).ConfigureAwait(false);
        return pipeline;
    }
}
