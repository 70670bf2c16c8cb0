using System.Diagnostics;
using System.Globalization;
using FlumeSharp.Channels;
using FlumeSharp.Channels.Memory;

namespace FlumeSharp.Benchmarks;

/// <summary>
/// One producer and one consumer on a memory channel, a few seconds per line: how many events go through in a second, the making of
/// the events included. <c>memory-channel [seconds per run]</c>.
/// </summary>
internal static class MemoryChannelThroughput
{
    private const int Capacity = 10_000;
    private const int BodyLength = 100;
    private const int Runs = 3;

    public static async Task RunAsync(string[] args)
    {
        var length = TimeSpan.FromSeconds(args is [var seconds] ? double.Parse(seconds, CultureInfo.InvariantCulture) : 2);
        Console.WriteLine($"Memory channel, capacity {Capacity}, bodies of {BodyLength} bytes, one producer, one consumer, {Environment.ProcessorCount} cores; best of {Runs} runs of {length.TotalSeconds} s");
        Console.WriteLine("batch  headers  million events/s  bytes/event  GC pause %");
        foreach (var batchSize in new[] { 1, 100, 1000 })
        {
            foreach (var withHeaders in new[] { false, true })
            {
                await RunAsync(batchSize, withHeaders, TimeSpan.FromSeconds(0.3));
                var best = default(Result);
                for (var run = 0; run < Runs; run++)
                {
                    var result = await RunAsync(batchSize, withHeaders, length);
                    best = result.Rate > best.Rate ? result : best;
                }

                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{batchSize,5}  {(withHeaders ? 3 : 0),7}  {best.Rate / 1e6,16:F1}  {best.BytesPerEvent,11:F0}  {best.PauseShare * 100,10:F1}"));
            }
        }
    }

    private static async Task<Result> RunAsync(int batchSize, bool withHeaders, TimeSpan length)
    {
        await using var channel = MemoryChannelHost.Create(Capacity, batchSize);
        await channel.StartAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var allocated = GC.GetTotalAllocatedBytes();
        var paused = GC.GetTotalPauseDuration();
        var clock = Stopwatch.StartNew();
        var producer = Task.Run(() => ProduceAsync(channel, batchSize, withHeaders, stop.Token), CancellationToken.None);
        var consumer = Task.Run(() => ConsumeAsync(channel, batchSize), CancellationToken.None);
        await Task.Delay(length, TimeProvider.System, CancellationToken.None);
        await stop.CancelAsync();
        var produced = await producer;
        channel.BeginDrain();
        var consumed = await consumer;
        if (produced != consumed)
        {
            throw new InvalidOperationException($"{produced} events went in and {consumed} came out.");
        }

        return new(
            consumed / clock.Elapsed.TotalSeconds,
            (GC.GetTotalAllocatedBytes() - allocated) / (double)consumed,
            (GC.GetTotalPauseDuration() - paused) / clock.Elapsed);
    }

    private static async Task<long> ProduceAsync(MemoryChannel channel, int batchSize, bool withHeaders, CancellationToken stop)
    {
        var events = new MemoryChannelEvents(BodyLength, withHeaders);
        var batch = new EventBatch(batchSize);
        long produced = 0;
        while (!stop.IsCancellationRequested)
        {
            batch.Clear();
            events.Fill(batch, batchSize);
            await using var transaction = channel.BeginTransaction();
            transaction.Put(batch.Events);
            await transaction.CommitAsync(CancellationToken.None);
            produced += batchSize;
        }

        return produced;
    }

    private static async Task<long> ConsumeAsync(IChannel channel, int batchSize)
    {
        var batch = new EventBatch(batchSize);
        long consumed = 0;
        while (true)
        {
            batch.Clear();
            await using var transaction = channel.BeginTransaction();
            var taken = await transaction.TakeAsync(batch, batchSize, CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            if (taken == 0)
            {
                return consumed;
            }

            consumed += taken;
        }
    }

    private readonly record struct Result(double Rate, double BytesPerEvent, double PauseShare);
}
