using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Sinks;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime;

/// <summary>Lets the sinks of one processor deliver, one call after another, with Flume's back-off.</summary>
internal sealed class SinkRunner(string name, ISinkProcessor processor, IReadOnlyList<IChannel> channels, bool drains, TimeProvider time, ILogger logger)
    : RunnerBase(name, Backoff.ForSinks(), time, logger)
{
    private readonly RepeatedFailureLog _failures = new(time);

    // A stopping runner empties channels that would lose their events with the process.
    private volatile IReadOnlyList<IChannel> _toEmpty = drains ? [.. channels.Where(static channel => !channel.IsDurable)] : [];

    protected override bool IsDone => _toEmpty.All(static channel => channel.EventCount == 0);

    /// <summary>Says which channels a stop waits for, instead of all that would lose their events.</summary>
    public void Empty(IReadOnlyList<IChannel> toEmpty) => _toEmpty = toEmpty;

    protected override ValueTask<ProcessStatus> ProcessAsync(CancellationToken abort) => processor.ProcessAsync(abort);

    protected override async ValueTask WaitWhenEmptyAsync(TimeSpan atMost, CancellationToken stop)
    {
        if (channels is [var only])
        {
            await only.WaitForEventsAsync(atMost, stop).ConfigureAwait(false);
            return;
        }

        // The sinks of a group may take from different channels: whichever gets an event first ends the wait.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var waits = channels.Select(channel => channel.WaitForEventsAsync(atMost, ended.Token).AsTask()).ToArray();
        await Task.WhenAny(waits).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await ((Task)Task.WhenAll(waits)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override TimeSpan OnFailure(Exception failure, Backoff backoff)
    {
        if (_failures.ShouldLog(out var before))
        {
            Log.UnableToDeliver(Logger, failure, Name, before);
        }

        return backoff.Max;
    }
}
