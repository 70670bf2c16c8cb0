using System.Runtime.CompilerServices;
using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Channels.Memory;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MemoryChannelTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();
    private readonly TestHost _host;

    public MemoryChannelTests() => _host = new TestHost(_time);

    private ChannelCounters Counters => _host.Metrics.Groups.OfType<ChannelCounters>().Single();

    [Test]
    public async Task A_put_too_many_says_what_to_do_and_is_counted_as_an_attempt()
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions { TransactionCapacity = 2 });
        await using var transaction = channel.BeginTransaction();

        var put = () => transaction.Put(ChannelExtensions.Events("1", "2", "3", "4"));

        put.Should().Throw<ChannelException>().Which.Should().BeOfType<ChannelException>().Which.Message.Should().Be(
            "Put queue for MemoryTransaction of capacity 2 full, consider committing more frequently, increasing capacity or increasing thread count");
        Counters.PutAttempt.Count.Should().Be(3, "Flume, which puts one by one, stops at the first refusal");
    }

    [Test]
    public async Task A_take_too_many_says_what_to_do_and_is_counted_as_an_attempt()
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions { TransactionCapacity = 1 });
        await channel.PutAsync("1");
        await using var transaction = channel.BeginTransaction();
        await transaction.TakeAsync();

        var take = async () => await transaction.TakeAsync();

        (await take.Should().ThrowAsync<ChannelException>()).Which.Message.Should().Be(
            "Take list for MemoryTransaction, capacity 1 full, consider committing more frequently, increasing capacity, or increasing thread count");
        Counters.TakeAttempt.Count.Should().Be(2);
    }

    [Test]
    public async Task A_full_channel_speaks_as_flume()
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions { Capacity = 1, TransactionCapacity = 1, KeepAlive = TimeSpan.Zero });
        await channel.PutAsync("1");

        var put = () => channel.PutAsync("2");

        (await put.Should().ThrowAsync<ChannelFullException>()).Which.Message.Should().Be(
            "Space for commit to queue couldn't be acquired. Sinks are likely not keeping up with sources, or the buffer size is too tight");
    }

    [Test]
    public async Task Too_many_bytes_are_another_error_which_names_their_number()
    {
        // 2000 bytes less a fifth for headers are 16 slots.
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions { ByteCapacity = 2000, KeepAlive = TimeSpan.Zero });
        await PutBodiesAsync(channel, 900);

        var put = () => PutBodiesAsync(channel, 701, 0);

        (await put.Should().ThrowAsync<ChannelException>()).Which.Should().BeOfType<ChannelException>().Which.Message.Should().Be(
            "Cannot commit transaction. Byte capacity allocated to store event body 900.0reached. Please increase heap space/byte capacity allocated to the channel as the sinks may not be keeping up with the sources");
        await PutBodiesAsync(channel, 601);
    }

    [Test]
    public async Task Bytes_become_free_when_takes_are_committed_and_not_before()
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions { ByteCapacity = 1000, ByteCapacityBufferPercentage = 0, KeepAlive = TimeSpan.Zero });
        await PutBodiesAsync(channel, 1000);
        await using (var take = channel.BeginTransaction())
        {
            await take.TakeAsync();
            await channel.Awaiting(c => PutBodiesAsync(c, 1)).Should().ThrowAsync<ChannelException>();
            await take.CommitAsync();
        }

        await PutBodiesAsync(channel, 1000);
    }

    [TestCase(0)]
    [TestCase(-5)]
    public async Task No_byte_capacity_means_practically_no_limit(long byteCapacity)
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions { ByteCapacity = byteCapacity, KeepAlive = TimeSpan.Zero });

        await PutBodiesAsync(channel, 10_000_000, 10_000_000);

        channel.EventCount.Should().Be(2);
    }

    [Test]
    public async Task A_commit_waits_for_bytes_and_then_again_for_places()
    {
        var keepAlive = TimeSpan.FromSeconds(3);
        await using var channel = MemoryChannels.Create(
            _host, new MemoryChannelOptions { Capacity = 2, TransactionCapacity = 2, ByteCapacity = 300, ByteCapacityBufferPercentage = 0, KeepAlive = keepAlive });
        await PutBodiesAsync(channel, 200, 100);
        var put = PutBodiesAsync(channel, 200, 1);

        _time.Advance(keepAlive / 2);
        (await channel.TakeAsync(1)).Should().HaveCount(1);
        put.IsCompleted.Should().BeFalse("200 bytes are free and 300 needed");
        await channel.PutAsync("x");
        await channel.TakeAsync(1);
        put.IsCompleted.Should().BeFalse();
        await channel.TakeAsync(1);

        await put.WaitAsync(Deadline);
        channel.EventCount.Should().Be(2);
    }

    [Test]
    public async Task A_batch_that_can_never_fit_costs_the_whole_wait()
    {
        var keepAlive = TimeSpan.FromSeconds(3);
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions { ByteCapacity = 100, ByteCapacityBufferPercentage = 0, KeepAlive = keepAlive });
        var put = PutBodiesAsync(channel, 101);

        _time.Advance(keepAlive - TimeSpan.FromTicks(1));
        put.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromTicks(1));

        await put.Awaiting(p => p.WaitAsync(Deadline)).Should().ThrowAsync<ChannelException>();
    }

    [Test]
    public async Task Bytes_set_aside_are_given_back_when_there_are_no_places()
    {
        await using var channel = MemoryChannels.Create(
            _host, new MemoryChannelOptions { Capacity = 1, TransactionCapacity = 1, ByteCapacity = 1000, ByteCapacityBufferPercentage = 0, KeepAlive = TimeSpan.Zero });
        await PutBodiesAsync(channel, 100);
        await channel.Awaiting(c => PutBodiesAsync(c, 900)).Should().ThrowAsync<ChannelFullException>();
        await channel.TakeAsync(1);

        await PutBodiesAsync(channel, 1000);

        channel.EventCount.Should().Be(1);
    }

    [Test]
    public async Task A_small_batch_need_not_wait_behind_a_large_one()
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions { Capacity = 3, TransactionCapacity = 3 });
        await channel.PutAsync("1", "2", "3");
        var large = channel.PutAsync("4", "5", "6");
        var small = channel.PutAsync("7");

        await channel.TakeAsync(1);
        await small.WaitAsync(Deadline);

        large.IsCompleted.Should().BeFalse();
        (await channel.TakeAsync(3)).Should().Equal("2", "3", "7");
        await large.WaitAsync(Deadline);
    }

    [Test]
    public async Task A_take_waits_for_an_event_as_long_as_keep_alive_says()
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions());
        var take = channel.TakeAsync();
        take.IsCompleted.Should().BeFalse();

        await channel.PutAsync("1");

        (await take.WaitAsync(Deadline)).Should().Equal("1");
        var vain = channel.TakeAsync();
        _time.Advance(TimeSpan.FromSeconds(3));
        (await vain.WaitAsync(Deadline)).Should().BeEmpty();
    }

    [Test]
    public async Task A_batch_take_waits_for_the_first_event_only()
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions());
        await channel.PutAsync("1", "2");

        var take = channel.TakeAsync(100);

        take.IsCompletedSuccessfully.Should().BeTrue();
        (await take).Should().Equal("1", "2");
    }

    [Test]
    public async Task A_single_take_waits_too()
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions());
        await using var transaction = channel.BeginTransaction();
        var take = transaction.TakeAsync().AsTask();
        take.IsCompleted.Should().BeFalse();

        await channel.PutAsync("1");

        (await take.WaitAsync(Deadline))!.Text().Should().Be("1");
    }

    [Test]
    public async Task A_cancelled_take_loses_nothing()
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions());
        using var cancel = new CancellationTokenSource();
        await using (var transaction = channel.BeginTransaction())
        {
            var take = transaction.TakeBodiesAsync(10, cancel.Token);
            await cancel.CancelAsync();
            await take.Awaiting(t => t).Should().ThrowAsync<OperationCanceledException>();
        }

        await channel.PutAsync("1");
        (await channel.TakeAsync()).Should().Equal("1");
    }

    [TestCase(-1)]
    [TestCase(0)]
    public async Task Without_keep_alive_nobody_waits(int seconds)
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions { KeepAlive = TimeSpan.FromSeconds(seconds) });

        var take = channel.TakeAsync();

        take.IsCompletedSuccessfully.Should().BeTrue();
        (await take).Should().BeEmpty();
    }

    [Test]
    public async Task The_longest_keep_alive_that_flume_reads_is_no_error()
    {
        await using var channel = MemoryChannels.Create(
            _host, new MemoryChannelOptions { Capacity = 1, TransactionCapacity = 1, KeepAlive = TimeSpan.FromSeconds(int.MaxValue) });
        var take = channel.TakeAsync(1);
        await channel.PutAsync("1");
        (await take.WaitAsync(Deadline)).Should().Equal("1");
        await channel.PutAsync("2");

        var put = channel.PutAsync("3");
        await channel.TakeAsync(1);

        await put.WaitAsync(Deadline);
    }

    [Test]
    public async Task Puts_and_takes_of_one_transaction_count_net()
    {
        await using var channel = MemoryChannels.Create(
            _host, new MemoryChannelOptions { Capacity = 2, TransactionCapacity = 2, ByteCapacity = 200, ByteCapacityBufferPercentage = 0, KeepAlive = TimeSpan.Zero });
        await PutBodiesAsync(channel, 100, 100);
        await using (var transaction = channel.BeginTransaction())
        {
            await transaction.TakeBodiesAsync(2);
            transaction.Put([new Event(new byte[100]), new Event(new byte[100])]);
            await transaction.CommitAsync();
        }

        channel.EventCount.Should().Be(2);
        await channel.Awaiting(c => PutBodiesAsync(c, 1)).Should().ThrowAsync<ChannelException>();
        await channel.TakeAsync();
        await PutBodiesAsync(channel, 100, 100);
    }

    [Test]
    public async Task Taken_events_are_let_go_of_after_the_commit()
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions());
        var reference = await PutAndTakeAsync(channel);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        reference.IsAlive.Should().BeFalse();
        GC.KeepAlive(channel);
    }

    [Test]
    public async Task A_large_capacity_costs_nothing_until_it_is_used()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions { Capacity = int.MaxValue });

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(100_000);
    }

    [Test]
    public async Task Hundreds_of_thousands_of_events_come_out_in_order()
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions { Capacity = 300_000, TransactionCapacity = 1000 });
        var next = 0;
        for (var i = 0; i < 300; i++)
        {
            await channel.PutAsync([.. Enumerable.Range(i * 1000, 1000).Select(n => $"{n}")]);
        }

        while (await channel.TakeAsync(777) is { Count: > 0 } bodies)
        {
            bodies.Should().Equal(Enumerable.Range(next, bodies.Count).Select(n => $"{n}"));
            next += bodies.Count;
            if (channel.EventCount == 0)
            {
                break;
            }
        }

        next.Should().Be(300_000);
    }

    [Test]
    public async Task Start_sets_counters_to_zero_but_knows_size_and_capacity()
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions { Capacity = 100 });
        await channel.PutAsync("1");

        await channel.StartAsync(CancellationToken.None);

        Counters.Size.Value.Should().Be(1);
        Counters.Capacity.Value.Should().Be(100);
        Counters.PutSuccess.Count.Should().Be(0);
        Counters.StartTime.Should().Be(_time.GetUtcNow().ToUnixTimeMilliseconds());
        await channel.StopAsync(CancellationToken.None);
        Counters.StopTime.Should().Be(_time.GetUtcNow().ToUnixTimeMilliseconds());
        channel.State.Should().Be(LifecycleState.Stopped);
    }

    [Test]
    public async Task A_closed_transaction_is_used_again()
    {
        await using var channel = MemoryChannels.Create(_host, new MemoryChannelOptions());
        var first = channel.BeginTransaction();
        await first.DisposeAsync();

        await using var second = channel.BeginTransaction();

        second.Should().BeSameAs(first);
    }

    private static async Task PutBodiesAsync(MemoryChannel channel, params int[] lengths)
    {
        await using var transaction = channel.BeginTransaction();
        transaction.Put(Array.ConvertAll(lengths, length => new Event(new byte[length])));
        await transaction.CommitAsync();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> PutAndTakeAsync(MemoryChannel channel)
    {
        var item = new Event(new byte[10]);
        await using (var put = channel.BeginTransaction())
        {
            put.Put(item);
            await put.CommitAsync();
        }

        await using (var take = channel.BeginTransaction())
        {
            await take.TakeAsync();
            await take.CommitAsync();
        }

        return new WeakReference(item);
    }
}
