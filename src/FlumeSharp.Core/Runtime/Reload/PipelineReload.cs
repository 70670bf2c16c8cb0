using System.Collections.Immutable;
using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.Routing;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime.Reload;

/// <summary>
/// Turns what runs into what a plan says, touching only what differs. The order is such that no event is lost and no port closed without
/// need: what is new is made before anything ends; sources are never without channels; a channel ends when nobody uses it any more.
/// </summary>
internal sealed partial class PipelineReload
{
    private readonly LiveNodes _live;
    private readonly PipelinePlan _plan;
    private readonly PlanDiff _diff;
    private readonly ReloadSettings _settings;
    private readonly MetricsRegistry _newMetrics = new();
    private readonly ILogger _logger;
    private readonly HashSet<string> _restarts = new(StringComparer.Ordinal);
    private NewNodes? _new;

    public PipelineReload(LiveNodes live, PipelinePlan plan, ReloadSettings settings)
    {
        _live = live;
        _plan = plan;
        _settings = settings;
        _diff = PlanDiff.Between(live.AsPlan(plan.AgentName), live.Sinks.Values.Select(static node => node.Plan), plan, settings.RestartsAll);
        _logger = settings.Services.LoggerFactory.CreateLogger("FlumeSharp.Runtime");
    }

    /// <summary>What it touches.</summary>
    public PlanDiff Diff => _diff;

    private NewNodes New => _new ?? throw new InvalidOperationException("Nothing has been made yet.");

    /// <summary>Does everything that may fail. Afterwards the plan runs, and <see cref="RetireAsync"/> lets go of the rest.</summary>
    /// <exception cref="FlumeException">A component cannot be made, or does not start. <see cref="LiveNodes"/> says how far it came.</exception>
    public async Task ApplyAsync()
    {
        if (_settings.IsWayBack)
        {
            await ReleaseStorageAsync().ConfigureAwait(false);
            EndDrains();
        }

        var services = _settings.Services with { Metrics = _newMetrics };
        _new = new NewNodes(
            _live, _plan, _diff, new PipelineFactory(_plan.AgentName, services, throws: !_settings.IsWayBack), _settings.Options.DrainTimeout > TimeSpan.Zero, keepsInterceptors: !_settings.RestartsAll);
        await StartChannelsAsync().ConfigureAwait(false);
        await LeaveUnchangedChannelsAsync().ConfigureAwait(false);
        await StopRunnersAsync().ConfigureAwait(false);
        await HandOverChannelsAsync().ConfigureAwait(false);
        await StartRunnersAsync().ConfigureAwait(false);
        await StartSourcesAsync().ConfigureAwait(false);
        Publish();
    }

    /// <summary>Lets go of what was made and never came to run. Never throws.</summary>
    public async Task DiscardAsync()
    {
        if (_new is null)
        {
            return;
        }

        using var limit = _settings.Limit(_settings.Options.StopTimeout);
        var unused = _new.Sources.Values.Where(node => _live.Sources.GetValueOrDefault(node.Plan.Name) != node).Select(static node => node.Supervisor)
            .Concat(_new.Sinks.Values.Where(node => _live.Sinks.GetValueOrDefault(node.Plan.Name) != node).Select(static node => node.Supervisor))
            .Concat(_new.Channels.Values.Where(node => _live.Channels.GetValueOrDefault(node.Plan.Name) != node).Select(static node => node.Supervisor));
        foreach (var supervisor in unused.ToList())
        {
            await EndAsync(supervisor, limit.Token).ConfigureAwait(false);
        }

        var kept = InterceptorsInUse();
        kept.UnionWith(_live.OldRoutes.SelectMany(static old => old.Route.Interceptors));
        foreach (var (name, node) in _new.Rerouted.Concat(_new.Sources).DistinctBy(static pair => pair.Key))
        {
            if (_live.Sources.GetValueOrDefault(name)?.Route != node.Route)
            {
                node.Route.Dispose(node.Plan, _logger, kept);
            }
        }
    }

    /// <summary>Empties and ends what the plan no longer has. Never throws.</summary>
    /// <returns>Channels that are gone and still held events.</returns>
    public async Task<ImmutableArray<(string Channel, long Events, bool IsDurable)>> RetireAsync()
    {
        await Task.WhenAll(_live.Detached.Select(MoveRestAsync)).ConfigureAwait(false);
        using (var limit = _settings.Limit(_settings.Options.DrainTimeout))
        {
            var gone = _live.Runners.Values.Where(node => _diff.Of(ComponentKind.SinkGroup, node.Plan.Id) is Change.Removed).ToList();
            foreach (var channel in GoneChannels())
            {
                BeginDrain(channel);
            }

            await Task.WhenAll(gone.Select(node => node.StopRunnerAsync(ToEmpty(node), limit.Token))).ConfigureAwait(false);
            foreach (var node in gone)
            {
                await EndSinksAsync(node.Sinks).ConfigureAwait(false);
                _live.Runners.Remove(node.Plan.Id);
            }
        }

        if (_settings.IsWayBack)
        {
            await Task.WhenAll(GoneChannels().ToList().Select(ReturnToSourcesAsync)).ConfigureAwait(false);
        }

        var left = ImmutableArray.CreateBuilder<(string, long, bool)>();
        left.AddRange(_live.LeftBehind);
        foreach (var channel in GoneChannels().Concat(_live.Detached).ToList())
        {
            var rest = ChannelRest.Of(channel);
            using var limit = _settings.Limit(_settings.Options.StopTimeout);
            await EndAsync(channel.Supervisor, limit.Token).ConfigureAwait(false);
            left.AddRange(rest.AfterStop());
            if (_live.Channels.GetValueOrDefault(channel.Plan.Name) == channel)
            {
                _live.Channels.Remove(channel.Plan.Name);
            }
        }

        _live.Detached.Clear();
        var kept = InterceptorsInUse();
        foreach (var (plan, route) in _live.OldRoutes)
        {
            route.Dispose(plan, _logger, kept);
        }

        _live.OldRoutes.Clear();
        ForgetMetrics();
        return left.ToImmutable();
    }

    private HashSet<IInterceptor> InterceptorsInUse() => [.. _live.Sources.Values.SelectMany(static node => node.Route.Interceptors)];

    // Each is tried once, and all at the same time, so that several that hang do not add up.
    private async Task StartTogetherAsync(IEnumerable<SupervisedComponent> supervisors)
    {
        using var limit = _settings.Limit(_settings.Options.StartTimeout);
        var tried = await Task.WhenAll(supervisors.Select(async supervisor =>
            (Supervisor: supervisor, Failure: await supervisor.StartOnceAsync(limit.Token).ConfigureAwait(false)))).ConfigureAwait(false);
        var failed = tried.Where(static one => one.Failure is not null).ToList();
        if (failed.Count > 0 && !_settings.IsWayBack)
        {
            throw Refused(failed[0].Supervisor, failed[0].Failure!);
        }

        await WaitForBackgroundAsync(failed.Select(one => one.Supervisor.StartAsync(_settings.Stopping))).ConfigureAwait(false);
    }

    // On the way back nothing is given up: these go on by themselves, also when nobody waits for them any more.
    private async Task WaitForBackgroundAsync(IEnumerable<Task> starts)
    {
        using var limit = new Deadline(_settings.Options.StartTimeout, _settings.Services.TimeProvider, _settings.StopRequested);
        await Task.WhenAll(starts.ToList()).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private FlumeException Refused(SupervisedComponent supervisor, Exception failure) =>
        new($"{PlanBinder.Label(supervisor.Plan)} does not start: {failure.Message.TrimEnd().TrimEnd('.')}{HintFor(supervisor.Plan)}", failure);

    private static async Task EndAsync(SupervisedComponent supervisor, CancellationToken hurry)
    {
        await supervisor.StopAsync(hurry).ConfigureAwait(false);
        await supervisor.DisposeAsync().ConfigureAwait(false);
    }

    // New components count apart until they run for good, or a reload that is given up would hide the counters of what goes on.
    private void Publish()
    {
        foreach (var group in _newMetrics.Groups)
        {
            _settings.Services.Metrics.Register(group);
        }
    }

    private void ForgetMetrics()
    {
        var names = _plan.Channels.Select(static c => ("CHANNEL", c.Name))
            .Concat(_plan.Sinks.Select(static s => ("SINK", s.Name)))
            .Concat(_plan.Sources.Select(static s => ("SOURCE", s.Name)))
            .Concat(_plan.Sources.SelectMany(static s => s.Interceptors.Select(i => ("INTERCEPTOR", $"{s.Name}.{i.Name}"))))
            .ToHashSet();
        _settings.Services.Metrics.RemoveWhere(group => group.Type is "CHANNEL" or "SINK" or "SOURCE" or "INTERCEPTOR" && !names.Contains((group.Type, group.Component)));
    }
}
