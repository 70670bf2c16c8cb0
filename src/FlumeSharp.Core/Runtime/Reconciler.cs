using FlumeSharp.Metrics;
using FlumeSharp.Runtime.Reload;
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
        var nodes = new PipelineNodes(plan, [.. channels.Values], [.. runners], [.. sources]);
        LogConnections(nodes);
        var pipeline = new Pipeline(nodes, options, services);
        await pipeline.StartAsync(cancellationToken).ConfigureAwait(false);
        return pipeline;
    }

    /// <summary>
    /// Makes a running pipeline match a further plan. What the plan leaves as it is goes on undisturbed. When something new cannot be made or
    /// started, what ran before is restored.
    /// </summary>
    /// <param name="pipeline">What runs.</param>
    /// <param name="plan">What should run.</param>
    /// <param name="restartsAll">Whether all sources and sinks are restarted, as Flume does.</param>
    /// <param name="cancellationToken">Ends waiting for another change that is at work, and nothing else.</param>
    public async Task<ReloadOutcome> ApplyAsync(Pipeline pipeline, PipelinePlan plan, bool restartsAll = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(plan);
        if (!await pipeline.TryBeginTransitionAsync(cancellationToken).ConfigureAwait(false))
        {
            return new("the agent stops", "", []);
        }

        try
        {
            return await ApplyOnlyOneAsync(pipeline, plan, restartsAll).ConfigureAwait(false);
        }
        finally
        {
            pipeline.EndTransition();
        }
    }

    private async Task<ReloadOutcome> ApplyOnlyOneAsync(Pipeline pipeline, PipelinePlan plan, bool restartsAll)
    {
        var before = pipeline.Plan;
        var live = new LiveNodes(pipeline.Nodes);
        var counters = services.Metrics.Groups.OfType<ChannelCounters>().ToList();
        var settings = new ReloadSettings(services, options, restartsAll, IsWayBack: false, pipeline.StopRequested, pipeline.Stopping, pipeline.Hurry);
        var reload = new PipelineReload(live, plan, settings);
        string? reason = null;
        try
        {
            await reload.ApplyAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            reason = failure.Message;
            Log.ReloadGivenUp(_logger, failure is FlumeException ? null : failure, reason);
            await reload.DiscardAsync().ConfigureAwait(false);
        }

        var changes = reload.Diff.ToString();
        try
        {
            if (reason is not null)
            {
                plan = before;
                reload = new PipelineReload(live, before, settings with { IsWayBack = true, RestartsAll = false });
                await reload.ApplyAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            pipeline.Nodes = live.InOrderOf(plan);
        }

        var left = await reload.RetireAsync().ConfigureAwait(false);
        pipeline.CountDelivered(counters.Except(services.Metrics.Groups.OfType<ChannelCounters>()).Sum(static group => group.TakeSuccess.Count) - live.Moved);
        LogConnections(pipeline.Nodes);
        return new(reason, changes, left);
    }

    private void LogConnections(PipelineNodes nodes)
    {
        foreach (var channel in nodes.Channels)
        {
            var users = nodes.Sources.Where(s => s.Plan.Channels.Contains(channel.Plan.Name)).Select(static s => s.Plan.Name)
                .Concat(nodes.Runners.SelectMany(static r => r.Sinks).Where(s => s.Channel == channel).Select(static s => s.Plan.Name));
            Log.Connected(_logger, channel.Plan.Name, $"[{string.Join(", ", users)}]");
        }
    }
}
