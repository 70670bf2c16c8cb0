using FlumeSharp.Channels;
using FlumeSharp.Components;

namespace FlumeSharp.Runtime.Reload;

// Moves what waits in a channel into its successor, in order and a transaction at a time: what is put is committed before what is taken.
internal static class EventMover
{
    private const int MostPerTransaction = 1000;

    /// <summary>Moves until the old channel is empty, however long that takes.</summary>
    /// <param name="from">The old channel.</param>
    /// <param name="to">Its successor.</param>
    /// <param name="onMoved">Told how many, after each transaction.</param>
    /// <param name="limit">Makes the limit of each transaction.</param>
    /// <returns>Null when it is empty, else why a transaction did not succeed.</returns>
    public static async Task<string?> MoveAsync(IChannel from, IChannel to, Action<int> onMoved, Func<Deadline> limit)
    {
        if (from.State is not LifecycleState.Started || to.State is not LifecycleState.Started)
        {
            return from.EventCount == 0 ? null : "it has not started";
        }

        var size = Math.Min(Math.Min(from.TransactionCapacity ?? MostPerTransaction, to.TransactionCapacity ?? MostPerTransaction), MostPerTransaction);
        var batch = new EventBatch(size);
        try
        {
            while (from.EventCount > 0)
            {
                using var deadline = limit();
                if (await MoveOnceAsync(from, to, batch, size, deadline.Token).ConfigureAwait(false) == 0)
                {
                    return null;
                }

                onMoved(batch.Count);
            }

            return null;
        }
        catch (Exception refused) when (refused is ChannelException or OperationCanceledException)
        {
            return refused.Message.TrimEnd().TrimEnd('.');
        }
    }

    private static async Task<int> MoveOnceAsync(IChannel from, IChannel to, EventBatch batch, int size, CancellationToken limit)
    {
        batch.Clear();
        var take = from.BeginTransaction();
        await using (take.ConfigureAwait(false))
        {
            if (await take.TakeAsync(batch, size, limit).ConfigureAwait(false) == 0)
            {
                return 0;
            }

            var put = to.BeginTransaction();
            await using (put.ConfigureAwait(false))
            {
                put.Put(batch.Events);
                await put.CommitAsync(limit).ConfigureAwait(false);
            }

            await take.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return batch.Count;
        }
    }
}
