using System.Diagnostics;
using System.Globalization;
using FlumeSharp.Channels.File;

namespace FlumeSharp.Benchmarks;

/// <summary>
/// Start of a file channel with millions of waiting events, with a checkpoint and without, and the memory that they take.
/// <c>file-channel-recovery [millions] [folder]</c>.
/// </summary>
internal static class FileChannelRecovery
{
    private const int BodyLength = 500;
    private const int Batch = 10_000;

    public static async Task RunAsync(string[] args)
    {
        var events = (int)((args is [var millions, ..] ? double.Parse(millions, CultureInfo.InvariantCulture) : 10) * 1e6);
        var folder = Path.Combine(args is [_, var place, ..] ? place : Path.GetTempPath(), $"file-channel-{Environment.ProcessId}");
        await FillAsync(folder, events);
        Console.WriteLine($"{events} waiting events of {BodyLength} bytes, {Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(static file => new FileInfo(file).Length) >> 20} MiB on disk");

        // The first start still shares its memory with what filled the channel.
        await StartAsync(folder, events, "warm-up");
        await StartAsync(folder, events, "with a checkpoint");
        File.Delete(Path.Combine(folder, "checkpoint", "queue.checkpoint"));
        await StartAsync(folder, events, "without a checkpoint");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task FillAsync(string folder, int events)
    {
        await using var channel = FileChannelHost.Create(folder, events, Batch);
        await channel.StartAsync(CancellationToken.None);
        var source = new MemoryChannelEvents(BodyLength, withHeaders: false);
        var batch = new EventBatch(Batch);
        for (var done = 0; done < events; done += batch.Count)
        {
            batch.Clear();
            source.Fill(batch, Math.Min(Batch, events - done));
            await using var transaction = channel.BeginTransaction();
            transaction.Put(batch.Events);
            await transaction.CommitAsync(CancellationToken.None);
        }
    }

    private static async Task StartAsync(string folder, int events, string what)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        await using var channel = FileChannelHost.Create(folder, events, Batch);
        await channel.StartAsync(CancellationToken.None);
        var elapsed = clock.Elapsed;
        var memory = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)events;
        if (channel.EventCount != events)
        {
            throw new InvalidOperationException($"{events} events were put and {channel.EventCount} are there.");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {elapsed.TotalSeconds:F2} s, {memory:F1} bytes of memory per waiting event"));
    }
}
