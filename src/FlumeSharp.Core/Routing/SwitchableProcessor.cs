using Microsoft.Extensions.Logging;

namespace FlumeSharp.Routing;

/// <summary>
/// The way into the channels that a source keeps for its whole life, although what is behind it may be exchanged while batches are at work:
/// the ones under way end on the old way, later ones take the new, and nobody is refused in between.
/// </summary>
internal sealed class SwitchableProcessor(ChannelProcessor first, ILogger logger) : ChannelProcessor(Nowhere.Instance, [], logger)
{
    private volatile Leg _leg = new(first);

    /// <inheritdoc />
    public override ValueTask ProcessAsync(EventBatch batch, CancellationToken cancellationToken = default)
    {
        var leg = _leg;
        if (!leg.TryEnter())
        {
            return ProcessLaterAsync(leg, batch, cancellationToken);
        }

        ValueTask work;
        try
        {
            work = leg.Processor.ProcessAsync(batch, cancellationToken);
        }
        catch
        {
            leg.Leave();
            throw;
        }

        if (!work.IsCompletedSuccessfully)
        {
            return LeaveAfterAsync(leg, work);
        }

        work.GetAwaiter().GetResult();
        leg.Leave();
        return ValueTask.CompletedTask;
    }

    /// <summary>Lets no further batch pass until there is another way. Completes when the batches under way have ended.</summary>
    public Task Pause() => _leg.Close();

    /// <summary>Sends batches another way from now on, those too that wait. Completes when the batches on the old way have ended.</summary>
    public Task SwitchTo(ChannelProcessor next)
    {
        var old = _leg;
        var ended = old.Close();
        _leg = new Leg(next);
        old.Release();
        return ended;
    }

    private static async ValueTask LeaveAfterAsync(Leg leg, ValueTask work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        finally
        {
            leg.Leave();
        }
    }

    private async ValueTask ProcessLaterAsync(Leg closed, EventBatch batch, CancellationToken cancellationToken)
    {
        await closed.Released.WaitAsync(cancellationToken).ConfigureAwait(false);
        await ProcessAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    // One way, with the number of batches on it. It is closed once: the owner's own count keeps the number above zero until then.
    private sealed class Leg(ChannelProcessor processor)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _inside = 1;
        private int _isClosed;

        public ChannelProcessor Processor => processor;

        public Task Released => _released.Task;

        public bool TryEnter()
        {
            Interlocked.Increment(ref _inside);
            if (Volatile.Read(ref _isClosed) == 0)
            {
                return true;
            }

            Leave();
            return false;
        }

        public void Leave()
        {
            if (Interlocked.Decrement(ref _inside) == 0)
            {
                _ended.TrySetResult();
            }
        }

        public Task Close()
        {
            if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            {
                Leave();
            }

            return _ended.Task;
        }

        public void Release() => _released.TrySetResult();
    }

    // What the base class is given; every batch goes by a leg instead.
    private sealed class Nowhere : IChannelSelector
    {
        public static Nowhere Instance { get; } = new();

        public bool RoutesWholeBatch => true;

        public ChannelRoute Route(Event item) => new([], []);
    }
}
