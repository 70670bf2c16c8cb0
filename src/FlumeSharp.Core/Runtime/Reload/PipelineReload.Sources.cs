using FlumeSharp.Components;

namespace FlumeSharp.Runtime.Reload;

// What a reload does to sources.
internal sealed partial class PipelineReload
{
    private bool TouchesChanged(SourceNode node) => Touches(node, Change.Replaced);

    private bool TouchesRemoved(SourceNode node) => Touches(node, Change.Removed);

    private bool Touches(SourceNode node, Change change) =>
        node.Plan.Channels.Concat(_live.Sources[node.Plan.Name].Plan.Channels).Any(name => _diff.Of(ComponentKind.Channel, name) == change);

    // Removed sources end; others leave channels that go away for ones that are there already.
    private async Task LeaveUnchangedChannelsAsync()
    {
        using (var limit = _settings.Limit(_settings.Options.StopTimeout))
        {
            var removed = _diff.Names(ComponentKind.Source, Change.Removed).Select(name => _live.Sources[name]).ToList();
            await Task.WhenAll(removed.Select(node => EndSourceAsync(node, limit.Token))).ConfigureAwait(false);
        }

        var idle = new List<Task>();
        foreach (var node in New.Rerouted.Values.Where(node => !TouchesChanged(node)))
        {
            idle.Add(RerouteAsync(node));
        }

        await IdleAsync(idle).ConfigureAwait(false);

        // These wait for a channel that changes, but others that go away must be emptied without anything coming after.
        await PauseAsync(New.Rerouted.Values.Where(node => TouchesChanged(node) && TouchesRemoved(node)).ToList()).ConfigureAwait(false);
    }

    private Task PauseAsync(IEnumerable<SourceNode> nodes) => IdleAsync(nodes.Select(static node => node.Processor.Pause()));

    // The result is the end of the batches on the old way, which the caller may wait for.
    private Task RerouteAsync(SourceNode node)
    {
        var old = _live.Sources[node.Plan.Name];
        _live.OldRoutes.Add((old.Plan, old.Route));
        _live.Sources[node.Plan.Name] = node;
        return node.Processor.SwitchTo(node.Route.Processor);
    }

    private async Task IdleAsync(IEnumerable<Task> ended)
    {
        using var limit = _settings.Limit(_settings.Options.StopTimeout);
        await Task.WhenAll(ended).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task StartSourcesAsync()
    {
        // All of them end before the first one begins: a port may move from one to another.
        using (var stop = _settings.Limit(_settings.Options.StopTimeout))
        {
            var replaced = New.Sources.Values.Where(node => _live.Sources.ContainsKey(node.Plan.Name)).Select(node => (Old: _live.Sources[node.Plan.Name], New: node)).ToList();
            await Task.WhenAll(replaced.Select(pair => EndSourceAsync(pair.Old, stop.Token, keepsRoute: ReferenceEquals(pair.Old.Route, pair.New.Route)))).ConfigureAwait(false);
        }

        if (_settings.IsWayBack)
        {
            foreach (var (name, node) in New.Sources)
            {
                _live.Sources[name] = node;
            }

            await WaitForBackgroundAsync(New.Sources.Values.Select(node => node.StartAsync(_settings.Stopping))).ConfigureAwait(false);
            return;
        }

        foreach (var (name, node) in New.Sources)
        {
            using var limit = _settings.Limit(_settings.Options.StartTimeout);
            if (await node.StartOnceAsync(limit.Token, _settings.Stopping).ConfigureAwait(false) is { } failure)
            {
                throw Refused(node.Supervisor, failure);
            }

            _live.Sources[name] = node;
        }
    }

    private async Task EndSourceAsync(SourceNode node, CancellationToken hurry, bool keepsRoute = false)
    {
        Log.Stopping(_logger, node.Plan.Kind, node.Plan.Name);
        await node.StopSourceAsync(hurry).ConfigureAwait(false);
        await node.Supervisor.DisposeAsync().ConfigureAwait(false);
        lock (_live)
        {
            // Several end at a time.
            _live.Sources.Remove(node.Plan.Name);
            if (!keepsRoute)
            {
                _live.OldRoutes.Add((node.Plan, node.Route));
            }
        }
    }
}
