using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Options;

namespace FlumeSharp.Runtime.Reload;

// What a reload does to channels.
internal sealed partial class PipelineReload
{
    // Channels that can begin beside what runs, begin first: when one cannot, nothing has happened yet.
    private async Task StartChannelsAsync()
    {
        foreach (var (name, node) in New.Channels)
        {
            if (_live.Channels.TryGetValue(name, out var old))
            {
                RefuseToLeaveEvents(old, node);
                if (ChannelHandover.IsRestart(old, node.Plan))
                {
                    _restarts.Add(name);
                }
            }
        }

        var beside = New.Channels.Where(pair => !_restarts.Contains(pair.Key)).ToList();
        await StartTogetherAsync(beside.Select(static pair => pair.Value.Supervisor)).ConfigureAwait(false);
        foreach (var (name, node) in beside)
        {
            _live.Channels.TryAdd(name, node);
        }
    }

    private void RefuseToLeaveEvents(ChannelNode old, ChannelNode node)
    {
        if (!_settings.IsWayBack && ChannelHandover.WhyNot(old, node.Plan) is { } reason)
        {
            throw new FlumeException(reason);
        }
    }

    private string HintFor(ComponentPlan plan) =>
        plan is ChannelPlan channel && _live.Channels.Values.FirstOrDefault(old => old.Plan.Name != plan.Name && ChannelHandover.SharesStorage(old.Plan, channel)) is { } user
            ? $" (it uses a folder of channel '{user.Plan.Name}', which runs. To rename a channel that keeps its folders, take out '{user.Plan.Name}' with one reload and add '{plan.Name}' with the next)"
            : "";

    // On the way back: those that were told to drain, and go on after all.
    private void EndDrains()
    {
        foreach (var node in _live.Channels.Values.Where(node => _diff.Of(ComponentKind.Channel, node.Plan.Name) is Change.Kept))
        {
            node.Channel.EndDrain();
        }
    }

    // On the way back a channel opens the folders that the one which replaced it, or was replaced, still holds.
    private async Task ReleaseStorageAsync()
    {
        foreach (var old in _live.Detached.Where(static node => node.Plan.Options is IHasStorage || node.Channel.IsDurable).ToList())
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

    private Task HandOverAsync(string name, ChannelNode node)
    {
        // Now that nobody puts or takes, once more.
        var old = _live.Channels[name];
        RefuseToLeaveEvents(old, node);
        return _restarts.Contains(name) ? RestartAsync(old, node) : ReplaceAsync(old, node);
    }

    private async Task RestartAsync(ChannelNode old, ChannelNode node)
    {
        var waiting = old.Channel.EventCount;
        using (var limit = _settings.Limit(_settings.Options.StopTimeout))
        {
            await EndAsync(old.Supervisor, limit.Token).ConfigureAwait(false);
        }

        _live.Channels.Remove(node.Plan.Name);
        await StartTogetherAsync([node.Supervisor]).ConfigureAwait(false);
        _live.Channels[node.Plan.Name] = node;
        if (ChannelHandover.FoldersLeftOut(old.Plan, node.Plan).Count > 0 && waiting > node.Channel.EventCount)
        {
            _live.LeftBehind.Add((node.Plan.Name, waiting - node.Channel.EventCount, true));
        }
    }

    // Sources wait meanwhile: they would take the room of what has waited longer.
    private async Task ReplaceAsync(ChannelNode old, ChannelNode node)
    {
        // On the way back the successor has the older events, and its predecessor those that it did not come to move.
        var predecessors = _live.Detached.Where(one => one.Plan.Name == node.Plan.Name).Reverse().Prepend(old).ToList();
        _live.Detached.Add(old);
        _live.Channels[node.Plan.Name] = node;
        foreach (var one in predecessors)
        {
            if (await EventMover.MoveAsync(one.Channel, node.Channel, count => _live.CountMoved(one, count), LimitOfMove).ConfigureAwait(false) is { } reason && !_settings.IsWayBack)
            {
                throw new FlumeException($"{PlanBinder.Label(node.Plan)} does not take over the {one.Channel.EventCount} events that wait: {reason}");
            }
        }
    }

    private Deadline LimitOfMove() => _settings.Limit(_settings.Options.StopTimeout);

    // What came or was given back after the move: for as long as it gets on.
    private Task MoveRestAsync(ChannelNode old) => KeepMovingAsync(old, onMoved =>
        _live.Channels.GetValueOrDefault(old.Plan.Name) is { } successor
            ? EventMover.MoveAsync(old.Channel, successor.Channel, onMoved, LimitOfMove)
            : Task.FromResult<string?>(null));

    // On the way back: what sources have already put into a channel that there will not be after all, and that no sink of its own has
    // delivered, goes to where it had gone without the reload. Interceptors have seen it.
    private Task ReturnToSourcesAsync(ChannelNode gone)
    {
        var sources = _live.OldRoutes.Where(old => old.Plan.Channels.Contains(gone.Plan.Name, StringComparer.Ordinal)).Select(static old => old.Plan.Name)
            .Distinct(StringComparer.Ordinal).Select(name => _live.Sources.GetValueOrDefault(name)).OfType<SourceNode>().ToList();
        var channels = sources.SelectMany(static source => source.Channels).Select(static node => node.Channel).Distinct().ToList();
        if (gone.Channel.EventCount == 0 || channels.Count == 0)
        {
            return Task.CompletedTask;
        }

        Log.Returning(_logger, gone.Channel.EventCount, gone.Plan.Name, string.Join(", ", channels.Select(static channel => channel.Name)));
        return KeepMovingAsync(gone, onMoved => EventMover.MoveAsync(gone.Channel, channels, PutAsync, onMoved, LimitOfMove));

        async ValueTask PutAsync(EventBatch batch, CancellationToken limit)
        {
            // Nobody knows which of several it was.
            foreach (var source in sources)
            {
                await source.Route.Processor.PutAsync(batch, limit).ConfigureAwait(false);
            }
        }
    }

    private async Task KeepMovingAsync(ChannelNode from, Func<Action<int>, Task<string?>> move)
    {
        var time = _settings.Services.TimeProvider;
        var progress = time.GetTimestamp();
        while (await move(OnMoved).ConfigureAwait(false) is not null
            && !_settings.Hurry.IsCancellationRequested
            && time.GetElapsedTime(progress) < _settings.Options.DrainTimeout)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, _settings.Hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void OnMoved(int count)
        {
            _live.CountMoved(from, count);
            if (!_settings.StopRequested.IsCancellationRequested)
            {
                progress = time.GetTimestamp();
            }
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
