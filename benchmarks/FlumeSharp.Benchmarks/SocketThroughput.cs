using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FlumeSharp.Channels;
using FlumeSharp.Channels.Memory;
using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.Sources;
using FlumeSharp.Sources.Netcat;
using FlumeSharp.Sources.Syslog;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Benchmarks;

/// <summary>
/// Lines of one connection through syslogtcp and netcat into a memory channel that a consumer empties, against <see cref="LineYardstick"/>,
/// in turns. <c>sockets [seconds per run]</c>.
/// </summary>
internal static class SocketThroughput
{
    private const int Capacity = 10_000;
    private const int BatchSize = 100;
    private const int Rounds = 5;
    private const int LinesPerPayload = 8000;

    public static async Task RunAsync(string[] args)
    {
        var length = TimeSpan.FromSeconds(args is [var seconds] ? double.Parse(seconds, CultureInfo.InvariantCulture) : 2);
        Console.WriteLine($"One connection, bodies of 120 bytes, batches of {BatchSize}, {Environment.ProcessorCount} cores with the sender; medians of {Rounds} rounds of {length.TotalSeconds} s in turns");
        Console.WriteLine("source     thousand lines/s  bare reader  ratio  bytes/event");
        await MeasureAsync("syslogtcp", static i => $"<13>Jun 14 10:20:{i / 1000:D2} web{i / 4000} app[{i}]: {new string('x', 110)}\n", Syslog, length);
        await MeasureAsync("netcat", static i => $"{i} {new string('x', 115)}\n", Netcat, length);
    }

    private static async Task MeasureAsync(string name, Func<int, string> line, Func<SourceContext, (ISource Source, Func<int> Port)> make, TimeSpan length)
    {
        var payload = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, LinesPerPayload).Select(line)));
        var bare = new List<double>();
        var ours = new List<double>();
        var bytes = 0.0;
        for (var round = 0; round <= Rounds; round++)
        {
            var yardstick = await RunBareAsync(payload, length);
            (var rate, bytes) = await RunSourceAsync(payload, make, length);
            if (round > 0)
            {
                bare.Add(yardstick);
                ours.Add(rate);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-9}  {Median(ours) / 1000,16:F0}  {Median(bare) / 1000,11:F0}  {Median(ours) / Median(bare),5:F2}  {bytes,11:F0}"));
    }

    private static async Task<double> RunBareAsync(byte[] payload, TimeSpan length)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var clock = Stopwatch.StartNew();
        var sending = SendAsync(((IPEndPoint)listener.LocalEndPoint!).Port, payload, length);
        var lines = await LineYardstick.ReadAsync(await listener.AcceptAsync());
        var sent = await sending;
        return lines == sent ? lines / clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"{sent} lines went in and {lines} came out.");
    }

    private static async Task<(double Rate, double BytesPerEvent)> RunSourceAsync(byte[] payload, Func<SourceContext, (ISource Source, Func<int> Port)> make, TimeSpan length)
    {
        await using var channel = MemoryChannelHost.Create(Capacity, BatchSize);
        await channel.StartAsync(CancellationToken.None);
        var (source, port) = make(ContextOf(channel));
        await source.StartAsync(CancellationToken.None);
        var allocated = GC.GetTotalAllocatedBytes();
        var clock = Stopwatch.StartNew();
        var sending = SendAsync(port(), payload, length);
        var consuming = ConsumeAsync(channel, sending);
        var consumed = await consuming;
        var rate = consumed / clock.Elapsed.TotalSeconds;
        var perEvent = (GC.GetTotalAllocatedBytes() - allocated) / (double)consumed;
        await source.DisposeAsync();
        return (rate, perEvent);
    }

    private static Task<long> SendAsync(int port, byte[] payload, TimeSpan length) => Task.Factory.StartNew(
        () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Loopback, port);
            var clock = Stopwatch.StartNew();
            var lines = 0L;
            for (; clock.Elapsed < length; lines += LinesPerPayload)
            {
                for (var sent = 0; sent < payload.Length;)
                {
                    sent += socket.Send(payload.AsSpan(sent));
                }
            }

            return lines;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static async Task<long> ConsumeAsync(IChannel channel, Task<long> sending)
    {
        var batch = new EventBatch(BatchSize);
        long consumed = 0;
        while (!sending.IsCompleted || consumed < await sending)
        {
            batch.Clear();
            await using var transaction = channel.BeginTransaction();
            consumed += await transaction.TakeAsync(batch, BatchSize, CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }

        return consumed;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static (ISource Source, Func<int> Port) Syslog(SourceContext context)
    {
        var source = new SyslogTcpSource(new SyslogTcpSourceOptions { Host = "127.0.0.1", BatchSize = BatchSize }, context);
        return (source, () => source.Address!.Port);
    }

    private static (ISource Source, Func<int> Port) Netcat(SourceContext context)
    {
        var source = new NetcatSource(new NetcatSourceOptions { Bind = "127.0.0.1", BatchSize = BatchSize, Acknowledges = false }, context);
        return (source, () => source.Address!.Port);
    }

    private static SourceContext ContextOf(MemoryChannel channel)
    {
        var selector = new ReplicatingSelector(new ReplicatingSelectorOptions(), new SelectorContext("r1", [channel]));
        return new SourceContext
        {
            AgentName = "a1",
            Name = "r1",
            Kind = ComponentKind.Source,
            Logger = NullLogger.Instance,
            LoggerFactory = NullLoggerFactory.Instance,
            TimeProvider = TimeProvider.System,
            Metrics = new MetricsRegistry(),
            Activator = new ComponentActivator(new NoServices()),
            Processor = new ChannelProcessor(selector, [], NullLogger.Instance),
        };
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
