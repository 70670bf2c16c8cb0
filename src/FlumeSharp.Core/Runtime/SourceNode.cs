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
    SwitchableProcessor processor,
    SourceRoute route,
    ImmutableArray<ChannelNode> channels,
    PollableSourceRunner? runner,
    TimeProvider time,
    ILogger logger)
{
    private Task _start = Task.CompletedTask;

    public SourcePlan Plan => plan;

    public ISource Source => source;

    public ImmutableArray<ChannelNode> Channels => channels;

    public SupervisedComponent Supervisor => supervisor;

    /// <summary>The way into the channels, which the source keeps.</summary>
    public SwitchableProcessor Processor => processor;

    /// <summary>What is behind it now.</summary>
    public SourceRoute Route => route;

    /// <summary>Its interceptor of that name, when it is as the plan wants it.</summary>
    public IInterceptor? Find(InterceptorPlan wanted)
    {
        for (var i = 0; i < plan.Interceptors.Length; i++)
        {
            if (plan.Interceptors[i].Name == wanted.Name && plan.Interceptors[i].Fingerprint == wanted.Fingerprint)
            {
                return route.Interceptors[i];
            }
        }

        return null;
    }

    /// <summary>The same running source on another way. The switch itself is the caller's.</summary>
    public SourceNode On(SourcePlan newPlan, SourceRoute newRoute, ImmutableArray<ChannelNode> newChannels) =>
        new(newPlan, source, supervisor, processor, newRoute, newChannels, runner, time, logger) { _start = _start };

    /// <summary>Starts the source, at once when its channels run, else as soon as they do.</summary>
    public Task StartAsync(CancellationToken stopping)
    {
        var channelsStarted = ChannelsStarted();
        _start = StartAfterAsync(channelsStarted, stopping);
        return channelsStarted.IsCompleted ? _start : Task.CompletedTask;
    }

    /// <summary>As <see cref="StartAsync"/>, but when the channels run it is tried once only.</summary>
    /// <returns>Why it did not start; null when it did, or waits for its channels.</returns>
    public async Task<Exception?> StartOnceAsync(CancellationToken limit, CancellationToken stopping)
    {
        if (!ChannelsStarted().IsCompletedSuccessfully)
        {
            await StartAsync(stopping).ConfigureAwait(false);
            return null;
        }

        var failure = await supervisor.StartOnceAsync(limit).ConfigureAwait(false);
        if (failure is null)
        {
            runner?.Start();
        }

        return failure;
    }

    /// <summary>Stops the source and lets go of what is between it and its channels.</summary>
    public async Task StopAsync(CancellationToken hurry)
    {
        await StopSourceAsync(hurry).ConfigureAwait(false);
        route.Dispose(plan, logger, []);
    }

    /// <summary>Stops the source alone.</summary>
    public async Task StopSourceAsync(CancellationToken hurry)
    {
        if (runner is not null)
        {
            await runner.StopAsync(hurry).ConfigureAwait(false);
        }

        await supervisor.StopAsync(hurry).ConfigureAwait(false);
        await Patience.EndedAsync(_start, time, hurry).ConfigureAwait(false);
    }

    private Task ChannelsStarted() => Task.WhenAll(channels.Select(static channel => channel.Supervisor.Started));

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
