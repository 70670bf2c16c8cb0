using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using FlumeSharp.Channels.File;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.SpillableMemory;

/// <summary>What a disk that fails does to the order between memory and disk.</summary>
public sealed class SpillableDiskFaultTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_portion_that_is_read_in_part_with_a_damaged_event_in_it_leaves_the_order_whole()
    {
        // Longer than what one read brings, so that each has reads of its own.
        string[] bodies = [.. Enumerable.Range(0, 5).Select(static i => $"body {i} " + new string('x', 70_000))];
        var disk = new SimulatedDisk(new Random(1));
        var reads = new FaultyReads(disk);
        await using var channel = await StartAsync(reads, memory: 1);
        await channel.PutAsync("first");
        await channel.PutAsync(bodies);
        await channel.TakeAsync(1);
        Damage(disk, "body 1 ");
        var third = PlaceOf(disk, "body 2 ") - 100;
        reads.Fails = offset => offset >= third;

        await using (var transaction = channel.BeginTransaction())
        {
            await transaction.Awaiting(t => t.TakeBodiesAsync(5)).Should().ThrowAsync<ChannelException>().WithMessage("Take failed due to IO error*");
            channel.EventCount.Should().Be(3, "the first is taken, and the damaged one is gone");
            reads.Fails = static _ => false;
            (await transaction.TakeBodiesAsync(5)).Should().Equal(bodies[2..]);
            await transaction.CommitAsync();
        }

        channel.EventCount.Should().Be(0);
        channel.Store.HasNext.Should().BeFalse();
        await channel.PutAsync("memory");
        await channel.PutAsync("disk");
        (await channel.TakeAsync()).Should().Equal("memory", "disk");
    }

    [Test]
    public async Task A_damaged_event_that_could_not_be_discarded_is_counted_and_met_again()
    {
        var disk = new SimulatedDisk(new Random(1));
        await using var channel = await StartAsync(disk, memory: 1);
        await channel.PutAsync("first");
        await channel.PutAsync("damaged");
        await channel.TakeAsync(1);
        Damage(disk, "damaged");
        await channel.PutAsync("in memory");
        disk.FailingWrites = int.MaxValue;

        await using (var transaction = channel.BeginTransaction())
        {
            (await transaction.TakeBodiesAsync(1)).Should().Equal("in memory");
            await Eventually.IsTrue(() => channel.EventCount == 1, "the event waits again");
            disk.FailingWrites = 0;
            await transaction.CommitAsync();
        }

        await channel.PutAsync("in memory too");
        await channel.PutAsync("on disk");
        (await channel.TakeAsync()).Should().Equal(new[] { "in memory too", "on disk" }, "the newest event does not wait for a later one");
        channel.EventCount.Should().Be(0);
        channel.Disk.EventCount.Should().Be(0);
    }

    [Test]
    public async Task Reads_that_fail_while_several_take_lose_and_repeat_nothing()
    {
        const int Events = 300;
        var reads = new FaultyReads(new SimulatedDisk(new Random(1)));
        await using var channel = await StartAsync(reads, memory: 20);
        var count = 0;
        reads.Fails = _ => Interlocked.Increment(ref count) % 3 == 0;
        var taken = new ConcurrentBag<string>();

        var takers = Enumerable.Range(0, 3).Select(_ => Task.Run(TakeAllAsync)).ToList();
        for (var i = 0; i < Events; i += 10)
        {
            await channel.PutAsync([.. Enumerable.Range(i, 10).Select(static n => n.ToString(CultureInfo.InvariantCulture))]);
        }

        await Task.WhenAll(takers).WaitAsync(Deadline);
        taken.Should().BeEquivalentTo(Enumerable.Range(0, Events).Select(static n => n.ToString(CultureInfo.InvariantCulture)));
        channel.EventCount.Should().Be(0);
        channel.Store.HasNext.Should().BeFalse();

        async Task TakeAllAsync()
        {
            while (taken.Count < Events)
            {
                await using var transaction = channel.BeginTransaction();
                List<string> bodies;
                try
                {
                    bodies = await transaction.TakeBodiesAsync(7);
                }
                catch (ChannelException failure) when (failure.Message.StartsWith("Take failed due to IO error", StringComparison.Ordinal))
                {
                    await Task.Yield();
                    continue;
                }

                await transaction.CommitAsync();
                bodies.ForEach(taken.Add);
                await channel.WaitForEventsAsync(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            }
        }
    }

    [Test]
    public async Task While_a_batch_that_goes_to_disk_is_encoded_others_take()
    {
        await using var channel = await StartAsync(new SimulatedDisk(new Random(1)), memory: 1);
        await channel.PutAsync("first");
        List<string> taken = [];
        using var body = new WatchedBody(() =>
        {
            var take = Task.Run(async () => taken = await channel.TakeAsync(1));
            return ((IAsyncResult)take).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(5)) && taken.Count == 1;
        });

        await using var transaction = channel.BeginTransaction();
        transaction.Put(new Event(body.Memory));
        transaction.Put(ChannelExtensions.Events("second"));
        await transaction.CommitAsync();

        body.WasWatched.Should().BeTrue();
        taken.Should().Equal("first");
        (await channel.TakeAsync()).Should().Equal("watched", "second");
    }

    private static Task<SpillableMemoryChannel> StartAsync(File.Storage.IStorage storage, int memory) =>
        SpillableChannels.StartAsync(new TestHost(), SpillableChannels.Options("/c", memory, overflow: 100_000), new FileChannelEnvironment { Storage = storage });

    private static void Damage(SimulatedDisk disk, string text) => Open(disk).Write("D"u8, PlaceOf(disk, text));

    private static long PlaceOf(SimulatedDisk disk, string text)
    {
        var file = Open(disk);
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        return bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text));
    }

    private static File.Storage.IStorageFile Open(SimulatedDisk disk) => disk.OpenWrite(disk.Files.Single(static path => Path.GetFileName(path).StartsWith("segment-", StringComparison.Ordinal)));

    /// <summary>A body that notices when it is read, and does something then.</summary>
    private sealed class WatchedBody(Func<bool> whenRead) : MemoryManager<byte>
    {
        private readonly byte[] _bytes = "watched"u8.ToArray();

        public bool WasWatched { get; private set; }

        // The inherited one would read it.
        public override Memory<byte> Memory => CreateMemory(_bytes.Length);

        public override Span<byte> GetSpan()
        {
            WasWatched = WasWatched || whenRead();
            return _bytes;
        }

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
