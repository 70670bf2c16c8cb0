using BenchmarkDotNet.Attributes;
using FlumeSharp.Channels.Memory;

namespace FlumeSharp.Benchmarks;

/// <summary>One batch into the channel and out again on one thread: the cost of the transactions themselves.</summary>
[MemoryDiagnoser]
public class MemoryChannelBenchmarks
{
    private MemoryChannel _channel = null!;
    private EventBatch _puts = null!;
    private EventBatch _takes = null!;

    [Params(1, 100, 1000)]
    public int BatchSize { get; set; }

    [Params(false, true)]
    public bool Headers { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _channel = MemoryChannelHost.Create(10_000, BatchSize);
        await _channel.StartAsync(CancellationToken.None);
        _puts = new EventBatch(BatchSize);
        _takes = new EventBatch(BatchSize);
        new MemoryChannelEvents(bodyLength: 100, Headers).Fill(_puts, BatchSize);
    }

    [Benchmark]
    public async ValueTask<int> PutAndTake()
    {
        await using (var put = _channel.BeginTransaction())
        {
            put.Put(_puts.Events);
            await put.CommitAsync();
        }

        await using (var take = _channel.BeginTransaction())
        {
            _takes.Clear();
            var taken = await take.TakeAsync(_takes, BatchSize);
            await take.CommitAsync();
            return taken;
        }
    }
}
