using System.Collections.Immutable;

namespace FlumeSharp.Runtime;

// The sinks of one runner in a running pipeline. The runner begins when the channels and at least one of its sinks have started.
internal sealed class SinkRunnerNode(SinkRunnerPlan plan, ImmutableArray<SinkNode> sinks, SinkRunner runner)
{
    private Task _run = Task.CompletedTask;

    public SinkRunnerPlan Plan => plan;

    public ImmutableArray<SinkNode> Sinks => sinks;

    /// <summary>Starts the sinks and then the loop.</summary>
    public async Task StartAsync(CancellationToken stopping)
    {
        await Task.WhenAll(sinks.Select(sink => sink.Supervisor.StartAsync(stopping))).ConfigureAwait(false);
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

    /// <summary>Stops the sinks.</summary>
    public Task StopSinksAsync(CancellationToken hurry) => Task.WhenAll(sinks.Select(sink => sink.Supervisor.StopAsync(hurry)));

    private async Task RunOnceReadyAsync(Task ready, CancellationToken stopping)
    {
        await ready.WaitAsync(stopping).ConfigureAwait(false);
        runner.Start();
    }
}
