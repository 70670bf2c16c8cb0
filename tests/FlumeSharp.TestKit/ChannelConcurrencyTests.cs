using System.Collections.Concurrent;
using System.Globalization;
using FlumeSharp.Channels;

namespace FlumeSharp.TestKit;

/// <summary>What every channel promises to several callers at once, under random commits, rollbacks and cancellations.</summary>
public abstract class ChannelConcurrencyTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Makes a channel that is not started.</summary>
    protected abstract IChannel Create(TestHost host, ChannelLimits limits);

    /// <summary>Events that each producer puts; a slow channel may want fewer.</summary>
    protected virtual int EventsPerProducer => 3000;

    [Test]
    public async Task Nothing_is_lost_or_doubled([Values(1, 7, 50)] int capacity)
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        await using var channel = await StartAsync(capacity);
        var taken = new ConcurrentBag<string>();
        var producers = Enumerable.Range(0, 3).Select(p => Task.Run(() => ProduceAsync(channel, p, capacity, new Random(seed + p)))).ToArray();
        using var producing = new CancellationTokenSource();
        var consumers = Enumerable.Range(0, 3).Select(c => Task.Run(() => ConsumeAsync(channel, capacity, new Random(seed + 10 + c), taken, producing.Token))).ToArray();

        await Task.WhenAll(producers).WaitAsync(Deadline);
        await producing.CancelAsync();
        await Task.WhenAll(consumers).WaitAsync(Deadline);

        channel.EventCount.Should().Be(0);
        taken.Order(StringComparer.Ordinal).Should().Equal(
            Enumerable.Range(0, 3).SelectMany(p => Enumerable.Range(0, EventsPerProducer).Select(i => Body(p, i))).Order(StringComparer.Ordinal));
        await RefillAsync(channel, capacity);
    }

    [Test]
    public async Task One_consumer_sees_every_producers_events_in_order_and_batches_whole()
    {
        const int Capacity = 20;
        const int BatchSize = 5;
        await using var channel = await StartAsync(Capacity);
        var total = 3 * EventsPerProducer / BatchSize * BatchSize;
        var producers = Enumerable.Range(0, 3).Select(p => Task.Run(() => ProduceBatchesAsync(channel, p, BatchSize))).ToArray();
        var random = new Random(4711);
        var taken = new List<string>();

        while (taken.Count < total)
        {
            await using var transaction = channel.BeginTransaction();
            var bodies = await transaction.TakeBodiesAsync(random.Next(1, Capacity));
            if (random.Next(4) > 0)
            {
                await transaction.CommitAsync();
                taken.AddRange(bodies);
            }
        }

        await Task.WhenAll(producers).WaitAsync(Deadline);
        for (var p = 0; p < 3; p++)
        {
            taken.Where(body => body.StartsWith($"{p}-", StringComparison.Ordinal)).Should().Equal(Enumerable.Range(0, total / 3).Select(i => Body(p, i)));
        }

        taken.Chunk(BatchSize).Should().OnlyContain(batch => batch.All(body => body[0] == batch[0][0]), "the puts of one transaction stand together");
    }

    private static string Body(int producer, int number) => string.Create(CultureInfo.InvariantCulture, $"{producer}-{number:D6}");

    // No room may have leaked away: the channel takes exactly its capacity again.
    private static async Task RefillAsync(IChannel channel, int capacity)
    {
        for (var i = 0; i < capacity; i++)
        {
            await channel.PutAsync($"{i}");
        }

        channel.EventCount.Should().Be(capacity);
        await channel.Awaiting(c => c.PutAsync("one too many")).Should().ThrowAsync<ChannelFullException>();
    }

    private async Task ProduceAsync(IChannel channel, int producer, int capacity, Random random)
    {
        var next = 0;
        while (next < EventsPerProducer)
        {
            var count = Math.Min(random.Next(1, Math.Min(capacity, 20) + 1), EventsPerProducer - next);
            using var cancel = new CancellationTokenSource();
            await using var transaction = channel.BeginTransaction();
            transaction.Put(ChannelExtensions.Events(Enumerable.Range(next, count).Select(i => Body(producer, i))));
            if (random.Next(10) == 0)
            {
                continue;
            }

            try
            {
                var commit = transaction.CommitAsync(cancel.Token).AsTask();
                if (random.Next(5) == 0)
                {
                    await Task.Yield();
                    await cancel.CancelAsync();
                }

                await commit;
                next += count;
            }
            catch (Exception refused) when (refused is ChannelFullException or OperationCanceledException)
            {
                // Disposing rolls back, and the same events are tried again.
            }
        }
    }

    private async Task ProduceBatchesAsync(IChannel channel, int producer, int batchSize)
    {
        for (var next = 0; next + batchSize <= EventsPerProducer;)
        {
            try
            {
                await channel.PutAsync([.. Enumerable.Range(next, batchSize).Select(i => Body(producer, i))]);
                next += batchSize;
            }
            catch (ChannelFullException)
            {
                // Tried again.
            }
        }
    }

    private static async Task ConsumeAsync(IChannel channel, int capacity, Random random, ConcurrentBag<string> taken, CancellationToken producersDone)
    {
        while (true)
        {
            var wasDone = producersDone.IsCancellationRequested;
            using var cancel = new CancellationTokenSource();
            await using var transaction = channel.BeginTransaction();
            try
            {
                var take = transaction.TakeBodiesAsync(random.Next(1, capacity + 1), cancel.Token);
                if (random.Next(5) == 0)
                {
                    await cancel.CancelAsync();
                }

                var bodies = await take;
                if (bodies.Count == 0 && wasDone && channel.EventCount == 0)
                {
                    return;
                }

                if (random.Next(4) > 0)
                {
                    await transaction.CommitAsync(CancellationToken.None);
                    bodies.ForEach(taken.Add);
                }
            }
            catch (OperationCanceledException)
            {
                // Nothing was taken.
            }
        }
    }

    private async Task<IChannel> StartAsync(int capacity)
    {
        var channel = Create(new TestHost(), new ChannelLimits(capacity, capacity, TimeSpan.FromMilliseconds(20)));
        await channel.StartAsync(CancellationToken.None);
        return channel;
    }
}
