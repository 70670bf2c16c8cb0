namespace FlumeSharp.Channels;

public sealed class ChannelTransactionTests
{
    [Test]
    public void A_new_transaction_is_open() => new Scripted().State.Should().Be(TransactionState.Open);

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_failed_commit_stays_open_and_can_be_rolled_back(bool fails_later)
    {
        var transaction = new Scripted { CommitFailure = new ChannelException("full"), FailsLater = fails_later };

        await transaction.Awaiting(t => t.CommitAsync().AsTask()).Should().ThrowAsync<ChannelException>();

        transaction.State.Should().Be(TransactionState.Open);
        await transaction.RollbackAsync();
        transaction.State.Should().Be(TransactionState.Completed);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_commit_completes_when_the_channels_part_has(bool later)
    {
        var transaction = new Scripted { FailsLater = later };

        await transaction.CommitAsync();

        transaction.State.Should().Be(TransactionState.Completed);
        await transaction.DisposeAsync();
        transaction.State.Should().Be(TransactionState.Closed);
        transaction.Rollbacks.Should().Be(0);
    }

    [Test]
    public async Task A_failed_rollback_can_still_be_closed()
    {
        var transaction = new Scripted { RollbackFailure = new InvalidOperationException("disk on fire") };

        await transaction.Awaiting(t => t.RollbackAsync().AsTask()).Should().ThrowAsync<InvalidOperationException>();

        transaction.State.Should().Be(TransactionState.Completed);
        await transaction.DisposeAsync();
        transaction.State.Should().Be(TransactionState.Closed);
    }

    [Test]
    public async Task Disposing_closes_even_when_the_rollback_fails()
    {
        var transaction = new Scripted { RollbackFailure = new InvalidOperationException("disk on fire") };

        await transaction.Awaiting(t => t.DisposeAsync().AsTask()).Should().ThrowAsync<InvalidOperationException>();

        transaction.State.Should().Be(TransactionState.Closed);
        transaction.Closes.Should().Be(1);
    }

    [Test]
    public async Task Disposing_twice_rolls_back_once()
    {
        var transaction = new Scripted();

        await transaction.DisposeAsync();
        await transaction.DisposeAsync();

        transaction.Rollbacks.Should().Be(1);
        transaction.Closes.Should().Be(1);
    }

    [Test]
    public void Misuse_is_refused_before_the_channel_sees_it()
    {
        var transaction = new Scripted();

        var nothing = () => transaction.Put((Event)null!);
        var none = () => transaction.TakeAsync(new EventBatch(), 0);

        nothing.Should().Throw<ArgumentNullException>();
        none.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Test]
    public async Task Only_a_closed_transaction_opens_again()
    {
        var transaction = new Scripted();
        transaction.Invoking(t => t.OpenAgain()).Should().Throw<InvalidOperationException>();
        await transaction.DisposeAsync();

        transaction.OpenAgain();

        transaction.State.Should().Be(TransactionState.Open);
    }

    [Test]
    public void Channels_that_know_no_position_have_none() => new Scripted().Position.Should().BeNull();

    private sealed class Scripted : ChannelTransaction
    {
        public Exception? CommitFailure { get; init; }

        public Exception? RollbackFailure { get; init; }

        public bool FailsLater { get; init; }

        public int Rollbacks { get; private set; }

        public int Closes { get; private set; }

        public void OpenAgain() => Reopen();

        protected override void OnPut(ReadOnlySpan<Event> events)
        {
        }

        protected override ValueTask<Event?> OnTakeAsync(CancellationToken cancellationToken) => ValueTask.FromResult<Event?>(null);

        protected override ValueTask<int> OnTakeAsync(EventBatch destination, int maxEvents, CancellationToken cancellationToken) => ValueTask.FromResult(0);

        protected override async ValueTask OnCommitAsync(CancellationToken cancellationToken)
        {
            if (FailsLater)
            {
                await Task.Yield();
            }

            if (CommitFailure is not null)
            {
                throw CommitFailure;
            }
        }

        protected override ValueTask OnRollbackAsync()
        {
            Rollbacks++;
            return RollbackFailure is null ? ValueTask.CompletedTask : throw RollbackFailure;
        }

        protected override void OnClosed() => Closes++;
    }
}
