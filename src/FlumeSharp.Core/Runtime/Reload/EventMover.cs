using FlumeSharp.Channels;
using FlumeSharp.Components;

namespace FlumeSharp.Runtime.Reload;

// Moves what waits in a channel into its successor, in order and a transaction at a time: what is put is committed before what is taken.
internal static class EventMover
{
    private const int MostPerTransaction = 1000;

    /// <summary>Moves until the old channel is empty.</summary>
    /// <returns>False when the new one is full, or the time is over, before that.</returns>
    public static async Task<bool> MoveAsync(IChannel from, IChannel to, Action<int> onMoved, CancellationToken limit)
    {
        if (from.State is not LifecycleState.Started || to.State is not LifecycleState.Started)
        {
            return from.EventCount == 0;
        }

        var size = Math.Min(Math.Min(from.TransactionCapacity ?? MostPerTransaction, to.TransactionCapacity ?? MostPerTransaction), MostPerTransaction);
        var batch = new EventBatch(size);
        try
        {
            while (from.EventCount > 0)
            {
                batch.Clear();
                var take = from.BeginTransaction();
                await using (take.ConfigureAwait(false))
                {
                    if (await take.TakeAsync(batch, size, limit).ConfigureAwait(false) == 0)
                    {
                        return true;
                    }

                    var put = to.BeginTransaction();
                    await using (put.ConfigureAwait(false))
                    {
                        put.Put(batch.Events);
                        await put.CommitAsync(limit).ConfigureAwait(false);
                    }

                    await take.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                    onMoved(batch.Count);
                }
            }

            return true;
        }
        catch (Exception refused) when (refused is ChannelException or OperationCanceledException)
        {
            return false;
        }
    }
}
