using System.Collections.Immutable;
using FlumeSharp.Channels;

namespace FlumeSharp.Runtime;

// The sinks of one runner in a running pipeline. The runner begins when the channels and at least one of its sinks have started.
internal sealed class SinkRunnerNode(SinkRunnerPlan plan, ImmutableArray<SinkNode> sinks, SinkRunner runner)
{
    private Task _run = Task.CompletedTask;
    private volatile bool _isStopped;

    public SinkRunnerPlan Plan => plan;

    public ImmutableArray<SinkNode> Sinks => sinks;

    /// <summary>Starts the sinks and then the loop.</summary>
    public async Task StartAsync(CancellationToken stopping)
    {
        await Task.WhenAll(sinks.Select(sink => sink.Supervisor.StartAsync(stopping))).ConfigureAwait(false);
        await StartLoopAsync(stopping).ConfigureAwait(false);
    }

    /// <summary>Starts the loop, at once when a sink and all channels run, else as soon as they do.</summary>
    public async Task StartLoopAsync(CancellationToken stopping)
    {
        var ready = Task.WhenAll(
            Task.WhenAny(sinks.Select(static sink => sink.Supervisor.Started)),
            Task.WhenAll(sinks.Select(static sink => sink.Channel.Supervisor.Started)));
        _run = RunOnceReadyAsync(ready, stopping);
        if (ready.IsCompleted)
        {
            await _run.ConfigureAwait(false);
        }
    }

    /// <summary>Ends the loop, draining as long as <paramref name="hurry"/> lets it, without stopping the sinks.</summary>
    public async Task StopRunnerAsync(CancellationToken hurry)
    {
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await runner.StopAsync(hurry).ConfigureAwait(false);
    }

    /// <summary>Ends the loop when the call under way has ended and these channels are empty, or <paramref name="hurry"/> is cancelled.</summary>
    public Task StopRunnerAsync(IReadOnlyList<IChannel> toEmpty, CancellationToken hurry)
    {
        _isStopped = true;
        runner.Empty(toEmpty);
        return runner.StopAsync(hurry);
    }

    /// <summary>Stops the sinks.</summary>
    public Task StopSinksAsync(CancellationToken hurry) => Task.WhenAll(sinks.Select(sink => sink.Supervisor.StopAsync(hurry)));

    private async Task RunOnceReadyAsync(Task ready, CancellationToken stopping)
    {
        await ready.WaitAsync(stopping).ConfigureAwait(false);
        if (!_isStopped)
        {
            runner.Start();
        }
    }
}
