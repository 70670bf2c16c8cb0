using FlumeSharp.Channels;
using FlumeSharp.Components;

namespace FlumeSharp.Runtime.Reload;

// Moves what waits in a channel elsewhere, in order and a transaction at a time: what is put is committed before what is taken.
internal static class EventMover
{
    private const int MostPerTransaction = 1000;

    /// <summary>Moves into a successor until the old channel is empty, however long that takes.</summary>
    /// <param name="from">The old channel.</param>
    /// <param name="to">Its successor.</param>
    /// <param name="onMoved">Told how many, after each transaction.</param>
    /// <param name="limit">Makes the limit of each transaction.</param>
    /// <returns>Null when it is empty, else why a transaction did not succeed.</returns>
    public static Task<string?> MoveAsync(IChannel from, IChannel to, Action<int> onMoved, Func<Deadline> limit) =>
        MoveAsync(from, [to], (batch, token) => PutAsync(to, batch, token), onMoved, limit);

    /// <summary>Moves by any way into other channels until the old one is empty, however long that takes.</summary>
    /// <param name="from">The old channel.</param>
    /// <param name="to">The channels at the end of the way.</param>
    /// <param name="put">The way. It returns when the batch, which it must leave as it is, is committed.</param>
    /// <param name="onMoved">Told how many, after each transaction.</param>
    /// <param name="limit">Makes the limit of each transaction.</param>
    /// <returns>Null when it is empty, else why a transaction did not succeed.</returns>
    public static async Task<string?> MoveAsync(
        IChannel from, IReadOnlyList<IChannel> to, Func<EventBatch, CancellationToken, ValueTask> put, Action<int> onMoved, Func<Deadline> limit)
    {
        if (from.State is not LifecycleState.Started || to.Any(static channel => channel.State is not LifecycleState.Started))
        {
            return from.EventCount == 0 ? null : "it has not started";
        }

        var size = to.Append(from).Min(static channel => Math.Min(channel.TransactionCapacity ?? MostPerTransaction, MostPerTransaction));
        var batch = new EventBatch(size);
        try
        {
            while (from.EventCount > 0)
            {
                using var deadline = limit();
                if (await MoveOnceAsync(from, put, batch, size, deadline.Token).ConfigureAwait(false) == 0)
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

    private static async Task<int> MoveOnceAsync(
        IChannel from, Func<EventBatch, CancellationToken, ValueTask> put, EventBatch batch, int size, CancellationToken limit)
    {
        batch.Clear();
        var take = from.BeginTransaction();
        await using (take.ConfigureAwait(false))
        {
            if (await take.TakeAsync(batch, size, limit).ConfigureAwait(false) == 0)
            {
                return 0;
            }

            await put(batch, limit).ConfigureAwait(false);
            await take.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return batch.Count;
        }
    }

    private static async ValueTask PutAsync(IChannel to, EventBatch batch, CancellationToken limit)
    {
        var put = to.BeginTransaction();
        await using (put.ConfigureAwait(false))
        {
            put.Put(batch.Events);
            await put.CommitAsync(limit).ConfigureAwait(false);
        }
    }
}
