using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.File;

/// <summary>What a running channel does by the clock: flushes, checkpoints, deletion.</summary>
/// <param name="options">How often.</param>
/// <param name="store">The open channel.</param>
/// <param name="isShort">Whether puts have failed, perhaps for want of space.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of checkpoints that fail.</param>
internal sealed class ChannelMaintenance(FileChannelOptions options, EventStore store, Func<bool> isShort, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Tick, time);
        var checkpointed = time.GetTimestamp();
        var flushed = checkpointed;
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            if (!options.FsyncPerTransaction && time.GetElapsedTime(flushed) >= options.FsyncInterval)
            {
                flushed = time.GetTimestamp();
                await store.Committer.FlushAsync().ConfigureAwait(false);
            }

            var isShortNow = isShort();
            if (isShortNow)
            {
                await store.Committer.RenewAsync().ConfigureAwait(false);
            }

            if (time.GetElapsedTime(checkpointed) >= options.CheckpointInterval || store.HasMuchToDelete(isShortNow))
            {
                checkpointed = time.GetTimestamp();
                await CheckpointAsync().ConfigureAwait(false);
            }
        }
    }

    // Whatever goes wrong in one round, the next one comes: without checkpoints the log would grow for ever.
    private async Task CheckpointAsync()
    {
        try
        {
            await store.Checkpoints.RunAsync().ConfigureAwait(false);
            store.EnsureReserve();
        }
        catch (Exception failure)
        {
            Log.CheckpointFailed(logger, failure, 1, store.Settings.Channel);
        }
    }
}
