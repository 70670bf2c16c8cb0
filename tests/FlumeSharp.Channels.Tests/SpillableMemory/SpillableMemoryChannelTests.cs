using System.Globalization;
using FlumeSharp.Channels.File;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Channels.SpillableMemory;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SpillableMemoryChannelTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);
    private readonly TempFolder _temp = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TestHost _host;

    public SpillableMemoryChannelTests() => _host = new TestHost(_time);

    private SpillableMemoryChannelCounters Counters => _host.Metrics.Groups.OfType<SpillableMemoryChannelCounters>().Single();

    public void Dispose() => _temp.Dispose();

    [Test]
    public async Task Events_go_to_memory_first_and_to_disk_when_it_is_full_and_come_out_in_order()
    {
        await using var channel = await StartAsync(memory: 3, overflow: 1000);

        await channel.PutAsync("1", "2");
        Sizes().Should().Be((2, 2, 0));
        await channel.PutAsync("3", "4");
        Sizes().Should().Be((4, 2, 2), "a batch is never split");
        await channel.PutAsync("5");
        Sizes().Should().Be((5, 3, 2), "memory is tried for each batch");

        (await channel.TakeAsync(1)).Should().Equal("1");
        (await channel.TakeAsync()).Should().Equal(new[] { "2", "3", "4", "5" }, "a take goes over the borders between memory and disk");
        Sizes().Should().Be((0, 0, 0));
        Counters.Spilled.Value.Should().Be(2);
        Counters.Capacity.Value.Should().Be(1003);
        _host.Metrics.Groups.Should().ContainSingle("there is one group of that name, as in Flume");
    }

    [Test]
    public async Task A_commit_waits_for_memory_before_it_spills_and_does_not_while_the_channel_overflows()
    {
        await using var channel = await StartAsync(memory: 1, overflow: 1000, new(TransactionCapacity: 100, KeepAlive: Timeout));
        await channel.PutAsync("1");
        var second = channel.PutAsync("2");

        _time.Advance(Timeout - TimeSpan.FromTicks(1));
        second.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromTicks(1));
        await second.WaitAsync(Deadline);

        Counters.OverflowActive.IsSet.Should().BeTrue();
        await channel.PutAsync("3").WaitAsync(Deadline);
        Sizes().Should().Be((3, 1, 2));

        (await channel.TakeAsync(1)).Should().Equal("1");
        Counters.OverflowActive.IsSet.Should().BeFalse("the memory is free again");
        _host.Logs.GetSnapshot().Where(log => log.Id.Id is 3170 or 3171).Should().HaveCount(2);
    }

    [Test]
    public async Task A_commit_that_waits_gets_the_room_that_a_take_makes()
    {
        await using var channel = await StartAsync(memory: 1, overflow: 1000, new(TransactionCapacity: 100, KeepAlive: Timeout));
        await channel.PutAsync("1");
        var second = channel.PutAsync("2");

        (await channel.TakeAsync(1)).Should().Equal("1");
        await second.WaitAsync(Deadline);

        Sizes().Should().Be((1, 1, 0));
    }

    [Test]
    public async Task The_channel_overflows_until_enough_of_the_memory_is_free()
    {
        await using var channel = await StartAsync(SpillableChannels.Options(_temp.Path, memory: 10, overflow: 1000) is var options
            ? new() { MemoryCapacity = 10, OverflowCapacity = 1000, OverflowTimeout = TimeSpan.Zero, OverflowDeactivationThreshold = 50, File = options.File }
            : null!);
        await channel.PutAsync([.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        await channel.PutAsync("10");

        await channel.TakeAsync(4);
        Counters.OverflowActive.IsSet.Should().BeTrue("six of ten places are taken");
        await channel.TakeAsync(1);
        Counters.OverflowActive.IsSet.Should().BeFalse();
    }

    [Test]
    public async Task Bytes_fill_the_memory_too()
    {
        await using var channel = await StartAsync(SpillableChannels.Options(_temp.Path, memory: 100, overflow: 1000, byteCapacity: 1000));

        await channel.PutAsync(new string('a', 850));
        await channel.PutAsync(new string('b', 101));

        Sizes().Should().Be((2, 1, 1), "901 bytes are ten slots of a hundred, and two more were needed");
        (await channel.TakeAsync()).Should().HaveCount(2);
        await channel.PutAsync(new string('c', 1000));
        Sizes().Should().Be((1, 1, 0), "all slots were given back");
    }

    [Test]
    public async Task Without_an_overflow_a_full_memory_speaks_as_flume()
    {
        await using var places = await StartAsync(SpillableChannels.Options(_temp.File("a"), memory: 1, overflow: 0));
        await places.PutAsync("1");
        (await places.Awaiting(c => c.PutAsync("2")).Should().ThrowAsync<ChannelFullException>())
            .WithMessage("Spillable Memory Channel's memory capacity has been reached and overflow is disabled. Consider increasing memoryCapacity.*");

        await using var bytes = await StartAsync(SpillableChannels.Options(_temp.File("b"), memory: 10, overflow: 0, byteCapacity: 500));
        await bytes.PutAsync(new string('x', 300));
        (await bytes.Awaiting(c => c.PutAsync(new string('x', 201))).Should().ThrowAsync<ChannelFullException>())
            .WithMessage("*200 bytes are free and overflow is disabled. Consider increasing byteCapacity or capacity.*");
        await bytes.PutAsync(new string('x', 200));
    }

    [Test]
    public async Task A_full_disk_channel_and_a_batch_too_long_for_it_speak_as_the_file_channel()
    {
        await using var channel = await StartAsync(memory: 1, overflow: 3, new(TransactionCapacity: 3));
        await channel.PutAsync("1");
        await channel.PutAsync("2", "3");

        await channel.Awaiting(c => c.PutAsync("4", "5")).Should().ThrowAsync<ChannelFullException>().WithMessage("The channel has reached it's capacity.*");
        await channel.Awaiting(c => c.PutAsync("4", "5", "6", "7")).Should().ThrowAsync<ChannelException>().WithMessage("Put queue for FileBackedTransaction of capacity 3 full*");
        await channel.PutAsync("4");

        (await channel.TakeAsync()).Should().Equal("1", "2", "3", "4");
    }

    [Test]
    public async Task Takes_from_disk_end_at_the_transaction_capacity_and_those_from_memory_do_not()
    {
        await using var channel = await StartAsync(memory: 10, overflow: 100, new(TransactionCapacity: 3));
        await channel.PutAsync("1", "2", "3", "4", "5", "6", "7", "8");
        await channel.PutAsync("a", "b", "c");
        await channel.PutAsync("d");
        await channel.PutAsync("e", "f");
        await using var transaction = channel.BeginTransaction();

        (await transaction.TakeBodiesAsync()).Should().Equal("1", "2", "3", "4", "5", "6", "7", "8", "a", "b", "c", "d");
        (await transaction.Awaiting(t => t.TakeAsync().AsTask()).Should().ThrowAsync<ChannelException>()).WithMessage("Take list for FileBackedTransaction, capacity 3 full*");
        await transaction.CommitAsync();

        (await channel.TakeAsync()).Should().Equal("e", "f");
    }

    [Test]
    public async Task A_rollback_gives_events_of_both_places_back_to_the_head()
    {
        await using var channel = await StartAsync(memory: 2, overflow: 100);
        await channel.PutAsync("1", "2");
        await channel.PutAsync("3", "4");
        await using (var transaction = channel.BeginTransaction())
        {
            (await transaction.TakeBodiesAsync(3)).Should().Equal("1", "2", "3");
            transaction.Position.Should().BeNull("events in memory have no number");
        }

        channel.EventCount.Should().Be(4);
        (await channel.TakeAsync()).Should().Equal("1", "2", "3", "4");
    }

    [Test]
    public async Task Puts_and_takes_in_one_transaction_are_refused_and_can_be_rolled_back()
    {
        await using var channel = await StartAsync(memory: 2, overflow: 100);
        await channel.PutAsync("1");
        await using (var transaction = channel.BeginTransaction())
        {
            await transaction.TakeBodiesAsync();
            transaction.Put(ChannelExtensions.Events("2"));
            await transaction.Awaiting(t => t.CommitAsync().AsTask()).Should().ThrowAsync<ChannelException>().WithMessage("nonzero puts and takes *");
        }

        (await channel.TakeAsync()).Should().Equal("1");
    }

    [Test]
    public async Task A_kill_loses_the_memory_and_keeps_the_disk()
    {
        var disk = new SimulatedDisk(new Random(1));
        var options = SpillableChannels.Options("/c", memory: 2, overflow: 1000);
        await using (var killed = await StartAsync(options, disk))
        {
            await killed.PutAsync("1", "2");
            await killed.PutAsync("3", "4");
            killed.IsDurable.Should().BeFalse("there are events in memory");
            disk.Stop();
        }

        disk.StartAfterPowerCut();
        await using var again = await SpillableChannels.StartAsync(new TestHost(), options, new FileChannelEnvironment { Storage = disk });

        again.IsDurable.Should().BeTrue("sinks need not drain what is on disk");
        again.KeepsEventsOverStop.Should().BeTrue();
        (await again.TakeAsync()).Should().Equal("3", "4");
        _host.Logs.GetSnapshot().Should().ContainSingle(log => log.Id.Id == 3173, "a stop that cannot save the memory says so");
    }

    [Test]
    public async Task A_stop_writes_what_is_in_memory_to_disk_even_beyond_its_capacity()
    {
        var options = SpillableChannels.Options(_temp.Path, memory: 5, overflow: 3, new(TransactionCapacity: 3));
        await using (var channel = await StartAsync(options))
        {
            await channel.PutAsync("1", "2", "3", "4", "5");
            await channel.PutAsync("6", "7", "8");
        }

        await using var again = await SpillableChannels.StartAsync(new TestHost(), options);

        (await again.TakeAsync(3)).Should().Equal(new[] { "6", "7", "8" }, "they were on disk before");
        (await again.TakeAsync()).Should().Equal("1", "2", "3");
        (await again.TakeAsync()).Should().Equal("4", "5");
    }

    [Test]
    public async Task A_failed_write_to_disk_fails_its_commit_alone()
    {
        var disk = new SimulatedDisk(new Random(1));
        await using var channel = await StartAsync(SpillableChannels.Options("/c", memory: 1, overflow: 100), disk);
        await channel.PutAsync("1");
        disk.FullWrites = 1;

        await channel.Awaiting(c => c.PutAsync("2")).Should().ThrowAsync<ChannelException>().WithMessage("Commit failed due to IO error [channel=c1]: No space left on device");
        await channel.PutAsync("3");

        channel.EventCount.Should().Be(2);
        (await channel.TakeAsync()).Should().Equal("1", "3");
        Metric("EventPutErrorCount").Should().Be(1);
    }

    [Test]
    public async Task A_damaged_event_on_disk_is_left_out_and_the_order_of_the_others_stays()
    {
        await using var channel = await StartAsync(memory: 1, overflow: 100);
        await channel.PutAsync("1");
        await channel.PutAsync("two", "three", "four");
        await channel.TakeAsync(1);
        await channel.PutAsync("5");
        await channel.PutAsync("6");
        var segment = Directory.GetFiles(_temp.File("data0"), "segment-*").Single();
        var bytes = await System.IO.File.ReadAllBytesAsync(segment);
        bytes[bytes.AsSpan().IndexOf("three"u8)] ^= 1;
        await System.IO.File.WriteAllBytesAsync(segment, bytes);

        (await channel.TakeAsync()).Should().Equal("two", "four", "5", "6");

        channel.EventCount.Should().Be(0);
        Metric("EventCorruptCount").Should().Be(1);
    }

    [Test]
    public async Task A_take_waits_for_an_event_as_long_as_the_timeout_says()
    {
        await using var channel = await StartAsync(memory: 10, overflow: 100, new(TransactionCapacity: 10, KeepAlive: Timeout));
        var take = channel.TakeAsync(1);
        take.IsCompleted.Should().BeFalse();
        await channel.PutAsync("1");
        (await take.WaitAsync(Deadline)).Should().Equal("1");

        var vain = channel.TakeAsync();
        _time.Advance(Timeout);
        (await vain.WaitAsync(Deadline)).Should().BeEmpty();
    }

    [Test]
    public async Task Folders_in_use_keep_a_second_channel_out_until_they_are_free()
    {
        var options = SpillableChannels.Options(_temp.Path, memory: 10, overflow: 0, new(TransactionCapacity: 10));
        var first = await StartAsync(options);
        await using var second = SpillableChannels.Create(new TestHost(), options);

        await second.Awaiting(c => c.StartAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<ChannelException>().WithMessage("Cannot lock *");
        second.Invoking(c => c.BeginTransaction()).Should().Throw<ChannelException>().WithMessage("Channel closed [channel=c1].");
        await first.DisposeAsync();
        await second.StartAsync(CancellationToken.None);

        await second.PutAsync("1");
    }

    [Test]
    public async Task Whatever_happens_the_order_is_that_of_the_commits()
    {
        var seed = Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var disk = new SimulatedDisk(new Random(seed));
        await using var channel = await StartAsync(SpillableChannels.Options("/c", memory: 20, overflow: 60, new(TransactionCapacity: 40)), disk);
        var expected = new List<string>();
        var next = 0;
        for (var step = 0; step < 4000; step++)
        {
            var bodies = Enumerable.Range(next, 1 + random.Next(10)).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();
            switch (random.Next(10))
            {
                case < 4:
                    disk.FullWrites = random.Next(20) == 0 ? 1 : 0;
                    if (await channel.PutAsync(bodies).ContinueWith(put => put.IsCompletedSuccessfully, TaskScheduler.Default))
                    {
                        expected.AddRange(bodies);
                        next += bodies.Length;
                    }

                    disk.FullWrites = 0;
                    break;
                case < 8:
                    (await channel.TakeAsync(bodies.Length)).Should().Equal(expected.Take(bodies.Length));
                    expected.RemoveRange(0, Math.Min(bodies.Length, expected.Count));
                    break;
                default:
                    await using (var first = channel.BeginTransaction())
                    await using (var second = channel.BeginTransaction())
                    {
                        (await first.TakeBodiesAsync(bodies.Length)).Should().Equal(expected.Take(bodies.Length));
                        (await second.TakeBodiesAsync(5)).Should().Equal(expected.Skip(bodies.Length).Take(5));
                    }

                    break;
            }

            channel.EventCount.Should().Be(expected.Count);
        }

        Counters.Spilled.Value.Should().BePositive();
    }

    private Task<SpillableMemoryChannel> StartAsync(int memory, int overflow, ChannelLimits? limits = null) =>
        SpillableChannels.StartAsync(_host, SpillableChannels.Options(_temp.Path, memory, overflow, limits));

    private Task<SpillableMemoryChannel> StartAsync(SpillableMemoryChannelOptions options, SimulatedDisk? disk = null) =>
        SpillableChannels.StartAsync(_host, options, disk is null ? null : new FileChannelEnvironment { Storage = disk });

    private (long All, long InMemory, long OnDisk) Sizes() => ((long)Counters.Size.Value, (long)Counters.MemorySize.Value, (long)Counters.OverflowSize.Value);

    private double Metric(string name) => Counters.Metrics.Single(metric => metric.Name == name).Value;
}
