using System.Diagnostics;
using System.Globalization;
using FlumeSharp.Channels;
using FlumeSharp.Channels.File;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Benchmarks;

/// <summary>
/// Put and take with an fsync of each commit, against bare appends of the same bytes with an fdatasync after each batch, in turns.
/// <c>file-channel [seconds per run] [folder]</c>, and what encryption costs: <c>file-channel-encryption [seconds per run] [folder]</c>.
/// </summary>
internal static class FileChannelThroughput
{
    private const int BodyLength = 500;
    private const int Rounds = 5;

    // What Flume's sinks take when nothing is configured.
    private const int LeastTaken = 100;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(string[] args)
    {
        var length = TimeSpan.FromSeconds(args is [var seconds, ..] ? double.Parse(seconds, CultureInfo.InvariantCulture) : 2);
        var folder = Path.Combine(args is [_, var place, ..] ? place : Path.GetTempPath(), $"file-channel-{Environment.ProcessId}");
        Console.WriteLine($"File channel in {folder}, bodies of {BodyLength} bytes, put + take, fsync per transaction, {Environment.ProcessorCount} cores; medians of {Rounds} rounds of {length.TotalSeconds} s");
        Console.WriteLine("producers  batch  events/s  bare appends/s  ratio  p50 ms  p99 ms  bytes written/event");
        foreach (var producers in new[] { 1, 8 })
        {
            foreach (var batch in new[] { 1, 100, 1000 })
            {
                await ChannelAsync(folder, producers, batch, _warmUp);
                var results = new List<Result>();
                for (var round = 0; round < Rounds; round++)
                {
                    var bare = BareAppends(folder, batch, length);
                    results.Add(await ChannelAsync(folder, producers, batch, length) with { Bare = bare });
                }

                var middle = results.OrderBy(static result => result.Rate / result.Bare).ElementAt(Rounds / 2);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{producers,9}  {batch,5}  {middle.Rate,8:F0}  {middle.Bare,14:F0}  {middle.Rate / middle.Bare,5:F2}  {middle.Median,6:F2}  {middle.P99,6:F2}  {middle.BytesPerEvent,19:F0}"));
            }
        }
    }

    /// <summary>The same with encrypted files against plain ones, in turns.</summary>
    public static async Task RunEncryptedAsync(string[] args)
    {
        var length = TimeSpan.FromSeconds(args is [var seconds, ..] ? double.Parse(seconds, CultureInfo.InvariantCulture) : 2);
        var folder = Path.Combine(args is [_, var place, ..] ? place : Path.GetTempPath(), $"file-channel-{Environment.ProcessId}");
        var keys = new Keyring(new BenchmarkKey(), "key");
        Console.WriteLine($"File channel in {folder}, bodies of {BodyLength} bytes, AES-256-GCM against plain, {Environment.ProcessorCount} cores; medians of {Rounds} rounds of {length.TotalSeconds} s");
        Console.WriteLine("producers  batch  encrypted/s   plain/s  ratio  CPU µs/event  plain  p50 ms  p99 ms  bytes written/event");
        foreach (var (producers, batch) in new[] { (1, 1), (1, 100), (1, 1000), (8, 1), (8, 100), (8, 1000) })
        {
            await ChannelAsync(folder, producers, batch, _warmUp, keys);
            var results = new List<Result>();
            for (var round = 0; round < Rounds; round++)
            {
                var plain = await ChannelAsync(folder, producers, batch, length);
                results.Add(await ChannelAsync(folder, producers, batch, length, keys) with { Bare = plain.Rate, BareCpu = plain.Cpu });
            }

            var middle = results.OrderBy(static result => result.Rate / result.Bare).ElementAt(Rounds / 2);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{producers,9}  {batch,5}  {middle.Rate,11:F0}  {middle.Bare,8:F0}  {middle.Rate / middle.Bare,5:F2}  {middle.Cpu,12:F2}  {middle.BareCpu,5:F2}  {middle.Median,6:F2}  {middle.P99,6:F2}  {middle.BytesPerEvent,19:F0}"));
        }
    }

    // What the disk gives: the bytes of the same batch, appended and flushed by one thread that does nothing else.
    private static double BareAppends(string folder, int batch, TimeSpan length)
    {
        Directory.CreateDirectory(folder);
        var bytes = new byte[batch * (BodyLength + 12)];
        using var file = DiskStorage.Instance.Create(Path.Combine(folder, "bare"));
        var clock = Stopwatch.StartNew();
        var count = 0L;
        while (clock.Elapsed < length)
        {
            file.Write(bytes, count * bytes.Length % (1 << 30));
            file.Flush();
            count++;
        }

        var rate = count * batch / clock.Elapsed.TotalSeconds;
        Directory.Delete(folder, recursive: true);
        return rate;
    }

    private static async Task<Result> ChannelAsync(string folder, int producers, int batch, TimeSpan length, Keyring? keys = null)
    {
        var written = new CountingStorage();
        var channel = FileChannelHost.Create(folder, Math.Max(batch * producers * 4, 1000), batch, new FileChannelEnvironment { Storage = written, Keys = keys });
        await channel.StartAsync(CancellationToken.None);
        written.Reset();
        using var stop = new CancellationTokenSource();
        using var process = Process.GetCurrentProcess();
        var processor = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var putting = Enumerable.Range(0, producers).Select(_ => Task.Run(() => ProduceAsync(channel, batch, stop.Token))).ToArray();
        var taking = Task.Run(() => ConsumeAsync(channel, Math.Max(LeastTaken, batch * producers), stop.Token), CancellationToken.None);
        await Task.Delay(length, TimeProvider.System, CancellationToken.None);
        await stop.CancelAsync();
        var latencies = (await Task.WhenAll(putting)).SelectMany(static times => times).Order().ToArray();
        var taken = await taking;
        var elapsed = clock.Elapsed.TotalSeconds;
        process.Refresh();
        var cpu = (process.TotalProcessorTime - processor).TotalMicroseconds / Math.Max(1, taken);
        var bytes = written.Bytes / (double)Math.Max(1, taken);
        await channel.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        return new(taken / elapsed, 0, latencies[latencies.Length / 2], latencies[latencies.Length * 99 / 100], bytes, cpu);
    }

    private static async Task<List<double>> ProduceAsync(IChannel channel, int batch, CancellationToken stop)
    {
        // Made before: what events cost is the source's part.
        var filled = new EventBatch(batch);
        new MemoryChannelEvents(BodyLength, withHeaders: false).Fill(filled, batch);
        var latencies = new List<double>();
        while (!stop.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            await using var transaction = channel.BeginTransaction();
            transaction.Put(filled.Events);
            await transaction.CommitAsync(CancellationToken.None);
            latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return latencies;
    }

    private static async Task<long> ConsumeAsync(IChannel channel, int most, CancellationToken stop)
    {
        var batch = new EventBatch(most);
        var consumed = 0L;
        while (true)
        {
            batch.Clear();
            await using var transaction = channel.BeginTransaction();
            var taken = await transaction.TakeAsync(batch, Math.Min(most, channel.TransactionCapacity!.Value), CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            consumed += taken;
            if (taken == 0)
            {
                if (stop.IsCancellationRequested)
                {
                    return consumed;
                }

                await channel.WaitForEventsAsync(TimeSpan.FromMilliseconds(100), CancellationToken.None);
            }
        }
    }

    private sealed class BenchmarkKey : IKeyProvider
    {
        public string Source => "the benchmark";

        public ReadOnlyMemory<byte> Get(string alias) => new byte[32];
    }

    private readonly record struct Result(double Rate, double Bare, double Median, double P99, double BytesPerEvent, double Cpu, double BareCpu = 0);
}
