using System.Collections.Immutable;
using FlumeSharp.Routing;
using FlumeSharp.Sources;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime;

// A source of a running pipeline. It starts when all its channels have, and is polled once it has started.
internal sealed class SourceNode(
    SourcePlan plan,
    ISource source,
    SupervisedComponent supervisor,
    ImmutableArray<ChannelNode> channels,
    ImmutableArray<IInterceptor> interceptors,
    PollableSourceRunner? runner,
    TimeProvider time,
    ILogger logger)
{
    private Task _start = Task.CompletedTask;

    public SourcePlan Plan => plan;

    public ISource Source => source;

    public SupervisedComponent Supervisor => supervisor;

    /// <summary>Starts the source, at once when its channels run, else as soon as they do.</summary>
    public Task StartAsync(CancellationToken stopping)
    {
        var channelsStarted = Task.WhenAll(channels.Select(static channel => channel.Supervisor.Started));
        _start = StartAfterAsync(channelsStarted, stopping);
        return channelsStarted.IsCompleted ? _start : Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken hurry)
    {
        if (runner is not null)
        {
            await runner.StopAsync(hurry).ConfigureAwait(false);
        }

        await supervisor.StopAsync(hurry).ConfigureAwait(false);
        await Patience.EndedAsync(_start, time, hurry).ConfigureAwait(false);
        foreach (var interceptor in interceptors)
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

    private async Task StartAfterAsync(Task channelsStarted, CancellationToken stopping)
    {
        await channelsStarted.WaitAsync(stopping).ConfigureAwait(false);
        await supervisor.StartAsync(stopping).ConfigureAwait(false);
        if (runner is not null)
        {
            _ = PollOnceStartedAsync(runner);
        }
    }

    private async Task PollOnceStartedAsync(PollableSourceRunner poll)
    {
        await supervisor.Started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (supervisor.Started.IsCompletedSuccessfully)
        {
            poll.Start();
        }
    }
}
