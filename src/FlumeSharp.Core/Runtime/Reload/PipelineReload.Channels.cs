using FlumeSharp.Channels;
using FlumeSharp.Components;

namespace FlumeSharp.Runtime.Reload;

// What a reload does to channels.
internal sealed partial class PipelineReload
{
    // Channels that can begin beside what runs, begin first: when one cannot, nothing has happened yet.
    private async Task StartChannelsAsync()
    {
        foreach (var (name, node) in New.Channels)
        {
            if (_live.Channels.TryGetValue(name, out var old) && ChannelHandover.IsRestart(old, node.Plan))
            {
                _restarts.Add(name);
                continue;
            }

            using var limit = _settings.Limit(_settings.Options.StartTimeout);
            var failure = await node.Supervisor.StartOnceAsync(limit.Token).ConfigureAwait(false);
            if (failure is not null && old is not null)
            {
                // Perhaps it needs what the old one holds.
                _restarts.Add(name);
            }
            else if (failure is not null)
            {
                await GiveUpOrRetryAsync(node.Supervisor, failure).ConfigureAwait(false);
            }

            if (old is null)
            {
                _live.Channels[name] = node;
            }
        }
    }

    // On the way back a channel opens the folders that the one which replaced it, or was replaced, still holds.
    private async Task ReleaseStorageAsync()
    {
        foreach (var old in _live.Detached.Where(static node => node.Channel.IsDurable).ToList())
        {
            using var limit = _settings.Limit(_settings.Options.StopTimeout);
            await EndAsync(old.Supervisor, limit.Token).ConfigureAwait(false);
            _live.Detached.Remove(old);
        }
    }

    private async Task HandOverChannelsAsync()
    {
        var changed = New.Channels.Where(pair => _live.Channels.GetValueOrDefault(pair.Key) != pair.Value).ToList();
        var waiting = New.Rerouted.Values.Where(TouchesChanged).ToList();
        await PauseAsync(waiting).ConfigureAwait(false);
        foreach (var node in _live.Sources.Values.Where(TouchesChanged).ToList())
        {
            // From here on it is not what it was before, even if nothing more can be done: the way back must not take it for untouched.
            _live.Sources[node.Plan.Name] = node.On(node.Plan with { Fingerprint = "" }, node.Route, node.Channels);
        }

        foreach (var (name, node) in changed)
        {
            await HandOverAsync(name, node).ConfigureAwait(false);
        }

        foreach (var node in waiting)
        {
            await RerouteAsync(node).ConfigureAwait(false);
        }
    }

    private async Task HandOverAsync(string name, ChannelNode node)
    {
        _live.Channels.TryGetValue(name, out var old);
        if (_restarts.Contains(name))
        {
            using (var limit = _settings.Limit(_settings.Options.StopTimeout))
            {
                await EndAsync(old!.Supervisor, limit.Token).ConfigureAwait(false);
            }

            _live.Channels.Remove(name);
            using var start = _settings.Limit(_settings.Options.StartTimeout);
            if (await node.Supervisor.StartOnceAsync(start.Token).ConfigureAwait(false) is { } failure)
            {
                await GiveUpOrRetryAsync(node.Supervisor, failure).ConfigureAwait(false);
            }

            _live.Channels[name] = node;
            return;
        }

        // Sources wait meanwhile, so only as much as fits at once.
        using var moment = _settings.Limit(TimeSpan.FromSeconds(1));
        await EventMover.MoveAsync(old!.Channel, node.Channel, _live.CountMoved, moment.Token).ConfigureAwait(false);
        _live.Detached.Add(old);
        _live.Channels[name] = node;
    }

    private async Task MoveRestAsync(ChannelNode old, CancellationToken limit)
    {
        while (!limit.IsCancellationRequested
            && _live.Channels.GetValueOrDefault(old.Plan.Name) is { } successor
            && !await EventMover.MoveAsync(old.Channel, successor.Channel, _live.CountMoved, limit).ConfigureAwait(false))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), _settings.Services.TimeProvider, limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IEnumerable<ChannelNode> GoneChannels() => _live.Channels.Values.Where(node => _diff.Of(ComponentKind.Channel, node.Plan.Name) is Change.Removed);

    private List<IChannel> ToEmpty(SinkRunnerNode node) => _settings.Options.DrainTimeout > TimeSpan.Zero
        ? [.. node.Sinks.Select(static sink => sink.Channel).Where(channel => GoneChannels().Contains(channel)).Select(static channel => channel.Channel).Distinct()]
        : [];

    private void BeginDrain(ChannelNode node)
    {
        try
        {
            node.Channel.BeginDrain();
        }
        catch (Exception failure)
        {
            Log.StopFailed(_logger, failure, ComponentKind.Channel, node.Plan.Name);
        }
    }
}
