namespace FlumeSharp.Channels;

/// <summary>
/// Flume's transaction states around a channel's own storage: misuse throws, a failed commit stays open, a rollback completes the
/// transaction before it does its work, and disposing an open transaction rolls it back.
/// </summary>
public abstract class ChannelTransaction : IChannelTransaction
{
    /// <summary>Where the transaction stands.</summary>
    public TransactionState State { get; private set; }

    /// <inheritdoc />
    public virtual ChannelPosition? Position => null;

    /// <inheritdoc />
    public void Put(Event item)
    {
        ArgumentNullException.ThrowIfNull(item);
        RequireOpen("put");
        OnPut(new ReadOnlySpan<Event>(in item));
    }

    /// <inheritdoc />
    public void Put(ReadOnlySpan<Event> events)
    {
        RequireOpen("put");
        OnPut(events);
    }

    /// <inheritdoc />
    public ValueTask<Event?> TakeAsync(CancellationToken cancellationToken = default)
    {
        RequireOpen("take");
        return OnTakeAsync(cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<int> TakeAsync(EventBatch destination, int maxEvents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxEvents);
        RequireOpen("take");
        return OnTakeAsync(destination, maxEvents, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask CommitAsync(CancellationToken cancellationToken = default)
    {
        RequireOpen("commit");
        var commit = OnCommitAsync(cancellationToken);
        if (!commit.IsCompletedSuccessfully)
        {
            return AwaitCommitAsync(commit);
        }

        commit.GetAwaiter().GetResult();
        State = TransactionState.Completed;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask RollbackAsync()
    {
        RequireOpen("rollback");
        State = TransactionState.Completed;
        return OnRollbackAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (State == TransactionState.Closed)
        {
            return;
        }

        try
        {
            if (State == TransactionState.Open)
            {
                State = TransactionState.Completed;
                await OnRollbackAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            State = TransactionState.Closed;
            OnClosed();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a closed transaction usable again, for channels that keep a pool of them.</summary>
    protected void Reopen()
    {
        if (State != TransactionState.Closed)
        {
            throw new InvalidOperationException("Only a closed transaction can be opened again.");
        }

        State = TransactionState.Open;
    }

    /// <summary>Adds events to the transaction, or throws without adding any.</summary>
    protected abstract void OnPut(ReadOnlySpan<Event> events);

    /// <summary>Takes one event.</summary>
    protected abstract ValueTask<Event?> OnTakeAsync(CancellationToken cancellationToken);

    /// <summary>Takes several events.</summary>
    protected abstract ValueTask<int> OnTakeAsync(EventBatch destination, int maxEvents, CancellationToken cancellationToken);

    /// <summary>Makes it all final. When it throws, nothing has happened.</summary>
    protected abstract ValueTask OnCommitAsync(CancellationToken cancellationToken);

    /// <summary>Undoes it all.</summary>
    protected abstract ValueTask OnRollbackAsync();

    /// <summary>The transaction is closed; a channel may put it back into its pool.</summary>
    protected virtual void OnClosed()
    {
    }

    private async ValueTask AwaitCommitAsync(ValueTask commit)
    {
        await commit.ConfigureAwait(false);
        State = TransactionState.Completed;
    }

    private void RequireOpen(string operation)
    {
        if (State != TransactionState.Open)
        {
            throw new InvalidOperationException($"{operation}() called when transaction is {State}!");
        }
    }
}
