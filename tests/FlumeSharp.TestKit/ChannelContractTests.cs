using FlumeSharp.Channels;
using FlumeSharp.Metrics;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.TestKit;

/// <summary>
/// What every channel promises, whatever it keeps its events in. A channel's tests derive from this and from
/// <see cref="ChannelConcurrencyTests"/>, and only say how to make one.
/// </summary>
public abstract class ChannelContractTests
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(3);
    private FakeTimeProvider _time = null!;
    private TestHost _host = null!;
    private List<IChannel> _made = null!;

    /// <summary>Makes a channel that is not started.</summary>
    protected abstract IChannel Create(TestHost host, ChannelLimits limits);

    /// <summary>Whether the channel limits all of its transactions, as most do.</summary>
    protected virtual bool LimitsTransactions => true;

    [SetUp]
    public void MakeHost()
    {
        _time = new FakeTimeProvider();
        _host = new TestHost(_time);
        _made = [];
    }

    [TearDown]
    public async Task DisposeChannels()
    {
        foreach (var channel in _made)
        {
            await channel.DisposeAsync();
        }
    }

    [Test]
    public async Task Events_come_out_in_the_order_they_were_committed()
    {
        var channel = await StartAsync();

        await channel.PutAsync("1", "2");
        await channel.PutAsync("3");

        (await channel.TakeAsync()).Should().Equal("1", "2", "3");
        (await channel.TakeAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Puts_are_invisible_until_the_commit()
    {
        var channel = await StartAsync();
        await using var transaction = channel.BeginTransaction();

        transaction.Put(ChannelExtensions.Events("1"));

        channel.EventCount.Should().Be(0);
        (await channel.TakeAsync()).Should().BeEmpty();
        await transaction.CommitAsync();
        channel.EventCount.Should().Be(1);
    }

    [Test]
    public async Task Single_puts_and_takes_keep_the_order_too()
    {
        var channel = await StartAsync();
        await using (var put = channel.BeginTransaction())
        {
            put.Put(new Event("1"u8.ToArray()));
            put.Put(new Event("2"u8.ToArray()));
            await put.CommitAsync();
        }

        await using var take = channel.BeginTransaction();

        (await take.TakeAsync())!.Text().Should().Be("1");
        (await take.TakeAsync())!.Text().Should().Be("2");
        (await take.TakeAsync()).Should().BeNull();
    }

    [Test]
    public async Task Bodies_and_headers_come_out_as_they_went_in_null_values_too()
    {
        var channel = await StartAsync();
        var headers = EventHeaders.Create([new("a", "1"), new("h", null), new("", "")]);
        await using (var put = channel.BeginTransaction())
        {
            put.Put(new Event(new byte[] { 0, 255, 10 }, headers));
            put.Put(new Event(default));
            await put.CommitAsync();
        }

        await using var take = channel.BeginTransaction();
        var full = await take.TakeAsync();
        var empty = await take.TakeAsync();

        full!.Body.ToArray().Should().Equal(0, 255, 10);
        full.Headers.Should().BeEquivalentTo(headers);
        empty!.Body.IsEmpty.Should().BeTrue();
        empty.Headers.Should().BeEmpty();
    }

    [Test]
    public async Task A_rollback_forgets_puts()
    {
        var channel = await StartAsync();
        await using var transaction = channel.BeginTransaction();
        transaction.Put(ChannelExtensions.Events("1"));

        await transaction.RollbackAsync();

        channel.EventCount.Should().Be(0);
    }

    [Test]
    public async Task A_rollback_gives_takes_back_to_the_head_in_their_order()
    {
        var channel = await StartAsync();
        await channel.PutAsync("1", "2", "3", "4", "5");
        await using var transaction = channel.BeginTransaction();
        (await transaction.TakeBodiesAsync(3)).Should().Equal("1", "2", "3");
        channel.EventCount.Should().Be(2);

        await transaction.RollbackAsync();

        channel.EventCount.Should().Be(5);
        (await channel.TakeAsync()).Should().Equal("1", "2", "3", "4", "5");
    }

    [Test]
    public async Task Disposing_an_open_transaction_rolls_it_back()
    {
        var channel = await StartAsync();
        await channel.PutAsync("1");

        await using (var transaction = channel.BeginTransaction())
        {
            transaction.Put(ChannelExtensions.Events("2"));
            await transaction.TakeBodiesAsync();
        }

        (await channel.TakeAsync()).Should().Equal("1");
    }

    [Test]
    public async Task Disposing_a_finished_transaction_changes_nothing()
    {
        var channel = await StartAsync();
        var transaction = channel.BeginTransaction();
        transaction.Put(ChannelExtensions.Events("1"));
        await transaction.CommitAsync();

        await transaction.DisposeAsync();
        await transaction.DisposeAsync();

        (await channel.TakeAsync()).Should().Equal("1");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_finished_transaction_refuses_everything_else(bool commit)
    {
        var channel = await StartAsync();
        await using var transaction = channel.BeginTransaction();
        await (commit ? transaction.CommitAsync() : transaction.RollbackAsync());

        var put = () => transaction.Put(new Event(default));
        var take = async () => await transaction.TakeAsync();
        var commitAgain = async () => await transaction.CommitAsync();
        var rollback = async () => await transaction.RollbackAsync();

        put.Should().Throw<InvalidOperationException>().WithMessage("put() called when transaction is *");
        await take.Should().ThrowAsync<InvalidOperationException>().WithMessage("take() called when transaction is *");
        await commitAgain.Should().ThrowAsync<InvalidOperationException>().WithMessage("commit() called when transaction is *");
        await rollback.Should().ThrowAsync<InvalidOperationException>().WithMessage("rollback() called when transaction is *");
    }

    [Test]
    public async Task Two_transactions_of_one_caller_are_independent()
    {
        var channel = await StartAsync();
        await using var first = channel.BeginTransaction();
        await using var second = channel.BeginTransaction();
        first.Put(ChannelExtensions.Events("1"));
        second.Put(ChannelExtensions.Events("2"));

        await second.CommitAsync();
        await first.RollbackAsync();

        (await channel.TakeAsync()).Should().Equal("2");
    }

    [Test]
    public async Task An_empty_transaction_commits()
    {
        var channel = await StartAsync();

        await channel.PutAsync();

        channel.EventCount.Should().Be(0);
    }

    [Test]
    public async Task Puts_beyond_the_transaction_capacity_are_refused_and_leave_the_transaction_as_it_was()
    {
        var channel = await StartAsync(new(TransactionCapacity: 3));
        if (HasNoTransactionCapacity(channel))
        {
            return;
        }

        await using var transaction = channel.BeginTransaction();
        transaction.Put(ChannelExtensions.Events("1", "2"));

        var tooMany = () => transaction.Put(ChannelExtensions.Events("3", "4"));

        tooMany.Should().Throw<ChannelException>();
        transaction.Put(ChannelExtensions.Events("5"));
        await transaction.CommitAsync();
        (await channel.TakeAsync()).Should().Equal("1", "2", "5");
    }

    [Test]
    public async Task Takes_end_at_the_transaction_capacity()
    {
        var channel = await StartAsync(new(TransactionCapacity: 2));
        if (HasNoTransactionCapacity(channel))
        {
            return;
        }

        await channel.PutAsync("1", "2");
        await channel.PutAsync("3");
        await using var transaction = channel.BeginTransaction();

        (await transaction.TakeBodiesAsync(10)).Should().Equal("1", "2");
        var oneMore = async () => await transaction.TakeAsync();

        await oneMore.Should().ThrowAsync<ChannelException>();
        await transaction.CommitAsync();
        (await channel.TakeAsync()).Should().Equal("3");
    }

    [Test]
    public async Task A_full_channel_refuses_a_commit_which_can_then_be_rolled_back()
    {
        var channel = await StartAsync(new(Capacity: 2, TransactionCapacity: 2));
        await channel.PutAsync("1", "2");
        await using var transaction = channel.BeginTransaction();
        transaction.Put(ChannelExtensions.Events("3"));

        var commit = async () => await transaction.CommitAsync();

        await commit.Should().ThrowAsync<ChannelFullException>();
        await transaction.RollbackAsync();
        (await channel.TakeAsync(2)).Should().Equal("1", "2");
    }

    [Test]
    public async Task A_refused_commit_can_be_tried_again()
    {
        var channel = await StartAsync(new(Capacity: 1, TransactionCapacity: 1));
        await channel.PutAsync("1");
        await using var transaction = channel.BeginTransaction();
        transaction.Put(ChannelExtensions.Events("2"));
        await transaction.Awaiting(t => t.CommitAsync().AsTask()).Should().ThrowAsync<ChannelFullException>();
        await channel.TakeAsync(1);

        await transaction.CommitAsync();

        (await channel.TakeAsync(1)).Should().Equal("2");
    }

    [Test]
    public async Task Uncommitted_takes_keep_their_room_so_that_a_rollback_always_finds_it()
    {
        var channel = await StartAsync(new(Capacity: 2, TransactionCapacity: 2));
        await channel.PutAsync("1", "2");
        await using var take = channel.BeginTransaction();
        await take.TakeBodiesAsync(2);

        await channel.Awaiting(c => c.PutAsync("3")).Should().ThrowAsync<ChannelFullException>();
        await take.RollbackAsync();

        (await channel.TakeAsync(2)).Should().Equal("1", "2");
    }

    [Test]
    public async Task Commit_waits_until_space_is_free()
    {
        var channel = await StartAsync(new(Capacity: 2, TransactionCapacity: 2, KeepAlive));
        await channel.PutAsync("1", "2");
        var put = channel.PutAsync("3");
        put.IsCompleted.Should().BeFalse();

        (await channel.TakeAsync(1)).Should().Equal("1");

        await put.WaitAsync(Deadline);
        (await channel.TakeAsync(2)).Should().Equal("2", "3");
    }

    [Test]
    public async Task Commit_gives_up_when_the_keep_alive_time_is_over()
    {
        var channel = await StartAsync(new(Capacity: 1, TransactionCapacity: 1, KeepAlive));
        await channel.PutAsync("1");
        var put = channel.PutAsync("2");

        _time.Advance(KeepAlive - TimeSpan.FromMilliseconds(1));
        put.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await put.Awaiting(p => p.WaitAsync(Deadline)).Should().ThrowAsync<ChannelFullException>();
        (await channel.TakeAsync(1)).Should().Equal("1");
    }

    [Test]
    public async Task A_cancelled_commit_leaves_all_room_behind()
    {
        var channel = await StartAsync(new(Capacity: 2, TransactionCapacity: 2, KeepAlive));
        await channel.PutAsync("1", "2");
        using var cancel = new CancellationTokenSource();
        await using (var transaction = channel.BeginTransaction())
        {
            transaction.Put(ChannelExtensions.Events("3"));
            var commit = transaction.CommitAsync(cancel.Token).AsTask();
            await cancel.CancelAsync();
            await commit.Awaiting(c => c.WaitAsync(Deadline)).Should().ThrowAsync<OperationCanceledException>();
        }

        (await channel.TakeAsync(2)).Should().Equal("1", "2");
        await channel.PutAsync("4", "5").WaitAsync(Deadline);
        (await channel.TakeAsync(2)).Should().Equal("4", "5");
    }

    [Test]
    public async Task Waiting_commits_are_served_in_the_order_they_came()
    {
        var channel = await StartAsync(new(Capacity: 1, TransactionCapacity: 1, KeepAlive));
        await channel.PutAsync("1");
        var second = channel.PutAsync("2");
        var third = channel.PutAsync("3");

        await channel.TakeAsync(1);
        await second.WaitAsync(Deadline);
        third.IsCompleted.Should().BeFalse();
        (await channel.TakeAsync(1)).Should().Equal("2");

        await third.WaitAsync(Deadline);
        (await channel.TakeAsync(1)).Should().Equal("3");
    }

    [Test]
    public async Task A_rollback_makes_no_room()
    {
        var channel = await StartAsync(new(Capacity: 1, TransactionCapacity: 1, KeepAlive));
        await channel.PutAsync("1");
        var put = channel.PutAsync("2");
        await using (var take = channel.BeginTransaction())
        {
            await take.TakeBodiesAsync(1);
        }

        put.IsCompleted.Should().BeFalse();
        await channel.TakeAsync(1);
        await put.WaitAsync(Deadline);
    }

    [Test]
    public async Task Waiting_for_events_ends_at_once_when_there_are_some()
    {
        var channel = await StartAsync();
        await channel.PutAsync("1");

        (await channel.WaitForEventsAsync(TimeSpan.Zero, CancellationToken.None)).Should().BeTrue();
    }

    [Test]
    public async Task Waiting_for_events_ends_with_the_first_put()
    {
        var channel = await StartAsync();
        var wait = channel.WaitForEventsAsync(KeepAlive, CancellationToken.None).AsTask();
        wait.IsCompleted.Should().BeFalse();

        await channel.PutAsync("1");

        (await wait.WaitAsync(Deadline)).Should().BeTrue();
    }

    [Test]
    public async Task Waiting_for_events_ends_with_a_rollback()
    {
        var channel = await StartAsync();
        await channel.PutAsync("1");
        await using var take = channel.BeginTransaction();
        await take.TakeBodiesAsync();
        var wait = channel.WaitForEventsAsync(KeepAlive, CancellationToken.None).AsTask();
        wait.IsCompleted.Should().BeFalse();

        await take.RollbackAsync();

        (await wait.WaitAsync(Deadline)).Should().BeTrue();
    }

    [Test]
    public async Task Waiting_for_events_ends_with_its_time()
    {
        var channel = await StartAsync();
        var wait = channel.WaitForEventsAsync(KeepAlive, CancellationToken.None).AsTask();

        _time.Advance(KeepAlive);

        (await wait.WaitAsync(Deadline)).Should().BeFalse();
    }

    [Test]
    public async Task Waiting_for_events_can_be_cancelled()
    {
        var channel = await StartAsync();
        using var cancel = new CancellationTokenSource();
        var wait = channel.WaitForEventsAsync(KeepAlive, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await wait.Awaiting(w => w.WaitAsync(Deadline)).Should().ThrowAsync<OperationCanceledException>();
        await channel.PutAsync("1");
        (await channel.TakeAsync()).Should().Equal("1");
    }

    [Test]
    public async Task A_draining_channel_gives_out_what_it_has_and_lets_nobody_wait()
    {
        var channel = await StartAsync(new(KeepAlive: KeepAlive));
        await channel.PutAsync("1");
        channel.BeginDrain();

        (await channel.TakeAsync()).Should().Equal("1");
        (await channel.TakeAsync().WaitAsync(Deadline)).Should().BeEmpty();
        (await channel.WaitForEventsAsync(KeepAlive, CancellationToken.None).AsTask().WaitAsync(Deadline)).Should().BeFalse();
    }

    [Test]
    public async Task Draining_ends_waits_that_have_begun()
    {
        var channel = await StartAsync(new(KeepAlive: KeepAlive));
        var wait = channel.WaitForEventsAsync(KeepAlive, CancellationToken.None).AsTask();

        channel.BeginDrain();

        (await wait.WaitAsync(Deadline)).Should().BeFalse();
    }

    [Test]
    public async Task Counters_stand_under_flumes_names_and_count_what_happened()
    {
        var channel = await StartAsync(new(Capacity: 10, TransactionCapacity: 10));
        await channel.PutAsync("1", "2", "3");
        await using (var rolledBack = channel.BeginTransaction())
        {
            rolledBack.Put(ChannelExtensions.Events("4"));
        }

        await channel.TakeAsync(2);

        Metric("ChannelSize").Should().Be(1);
        Metric("ChannelCapacity").Should().Be(10);
        Metric("ChannelFillPercentage").Should().Be(10);
        Metric("EventPutAttemptCount").Should().Be(4);
        Metric("EventPutSuccessCount").Should().Be(3);
        Metric("EventTakeAttemptCount").Should().Be(2);
        Metric("EventTakeSuccessCount").Should().Be(2);
    }

    [Test]
    public async Task Taking_nothing_is_an_attempt()
    {
        var channel = await StartAsync();
        await channel.PutAsync("1");

        await channel.TakeAsync(5);

        Metric("EventTakeAttemptCount").Should().Be(2);
        Metric("EventTakeSuccessCount").Should().Be(1);
    }

    /// <summary>How long anything may take that is expected to happen at once.</summary>
    protected static TimeSpan Deadline => TimeSpan.FromSeconds(30);

    private bool HasNoTransactionCapacity(IChannel channel)
    {
        channel.TransactionCapacity.HasValue.Should().Be(LimitsTransactions);
        return !LimitsTransactions;
    }

    private async Task<IChannel> StartAsync(ChannelLimits? limits = null)
    {
        var channel = Create(_host, limits ?? new ChannelLimits());
        _made.Add(channel);
        await channel.StartAsync(CancellationToken.None);
        return channel;
    }

    private double Metric(string name) =>
        _host.Metrics.Groups.Single(group => group.Type == "CHANNEL").Metrics.Single(metric => metric.Name == name).Value;
}
