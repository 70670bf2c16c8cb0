using FlumeSharp.Components;

namespace FlumeSharp.Runtime.Reload;

// What a reload does to sinks and the loops that run them.
internal sealed partial class PipelineReload
{
    // A loop whose sinks and channels are all gone may empty the channels at its leisure, later; any other ends before its successor begins.
    private async Task StopRunnersAsync()
    {
        var names = _plan.Sinks.Select(static sink => sink.Name).ToHashSet(StringComparer.Ordinal);
        var gone = GoneChannels().ToHashSet();
        var ending = _live.Runners.Values.Where(node => _diff.Of(ComponentKind.SinkGroup, node.Plan.Id) is not Change.Kept
            && (node.Sinks.Any(sink => names.Contains(sink.Plan.Name) || !gone.Contains(sink.Channel)) || _diff.Of(ComponentKind.SinkGroup, node.Plan.Id) is Change.Replaced)).ToList();
        foreach (var channel in ending.SelectMany(static node => node.Sinks).Select(static sink => sink.Channel).Distinct())
        {
            if (_diff.Of(ComponentKind.Channel, channel.Plan.Name) is Change.Replaced)
            {
                // Its loops take what is there and do not wait for more.
                BeginDrain(channel);
            }
        }

        await Task.WhenAll(ending.Select(EndRunnerAsync)).ConfigureAwait(false);

        // On the way back: sinks that were started for a loop that never was.
        var owned = _live.Runners.Values.SelectMany(static node => node.Sinks).Select(static sink => sink.Plan.Name).ToHashSet(StringComparer.Ordinal);
        await EndSinksAsync(_live.Sinks.Values.Where(sink => !owned.Contains(sink.Plan.Name)).ToList()).ConfigureAwait(false);
    }

    private async Task EndRunnerAsync(SinkRunnerNode node)
    {
        var toEmpty = ToEmpty(node);
        using var limit = _settings.Limit(toEmpty.Count > 0 ? _settings.Options.DrainTimeout : _settings.Options.StopTimeout);
        await node.StopRunnerAsync(toEmpty, limit.Token).ConfigureAwait(false);
        await EndSinksAsync(node.Sinks).ConfigureAwait(false);
        lock (_live)
        {
            _live.Runners.Remove(node.Plan.Id);
        }
    }

    private async Task EndSinksAsync(IEnumerable<SinkNode> sinks)
    {
        using var limit = _settings.Limit(_settings.Options.StopTimeout);
        await Task.WhenAll(sinks.Where(sink => _diff.Of(ComponentKind.Sink, sink.Plan.Name) is not Change.Kept).Select(async sink =>
        {
            Log.Stopping(_logger, sink.Plan.Kind, sink.Plan.Name);
            await EndAsync(sink.Supervisor, limit.Token).ConfigureAwait(false);
            lock (_live)
            {
                _live.Sinks.Remove(sink.Plan.Name);
            }
        })).ConfigureAwait(false);
    }

    private async Task StartRunnersAsync()
    {
        await StartTogetherAsync(New.Sinks.Values.Select(static sink => sink.Supervisor)).ConfigureAwait(false);
        foreach (var (name, sink) in New.Sinks)
        {
            _live.Sinks[name] = sink;
        }

        foreach (var node in New.Runners.Values)
        {
            _live.Runners[node.Plan.Id] = node;
            await node.StartLoopAsync(_settings.Stopping).ConfigureAwait(false);
        }
    }
}
