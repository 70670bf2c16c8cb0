using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FlumeSharp.Components;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Sinks.Hdfs.Fakes;

/// <summary>A started HDFS sink on a file system that can be made to fail, under a clock that the test moves.</summary>
internal sealed partial class FaultySink : IAsyncDisposable
{
    private readonly HdfsSinkHost _host;

    private FaultySink(HdfsSinkHost host, FaultyFileSystem files, FakeTimeProvider clock)
    {
        _host = host;
        Files = files;
        Clock = clock;
    }

    public FaultyFileSystem Files { get; }

    public FakeTimeProvider Clock { get; }

    public ListChannel Channel => _host.Channel;

    public IEnumerable<string> LogLines => _host.LogLines;

    /// <summary>Paths with <c>N</c> for the clock's start, <c>N+1</c> and so on for later numbers.</summary>
    public IEnumerable<string> Paths => Files.Paths.Select(Masked);

    /// <summary>Starts a sink that writes lines to <c>/flume/%{k}</c> (a bucket per value of the header <c>k</c>) and never rolls by itself.</summary>
    public static async Task<FaultySink> StartAsync(params (string Key, string Value)[] keys)
    {
        var files = new FaultyFileSystem();
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Start));
        var host = await HdfsSinkHost.StartAsync(Keys.Text("faulty://cluster/flume/%{k}", keys), clock, files.Factory());
        return new FaultySink(host, files, clock);
    }

    /// <summary>Puts events into the channel; each is a body for bucket <paramref name="bucket"/>.</summary>
    public void Put(string bucket, params IEnumerable<string> bodies) =>
        Channel.Add(bodies.Select(body => new Event(Encoding.UTF8.GetBytes(body), EventHeaders.Of("k", bucket))));

    /// <summary>One transaction.</summary>
    public Task<ProcessStatus> ProcessAsync(CancellationToken cancellationToken = default) => _host.Sink.ProcessAsync(cancellationToken).AsTask();

    /// <summary>Transactions until the channel is empty.</summary>
    public Task DrainAsync() => _host.DrainAsync();

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.Sink.StopAsync(cancellationToken).AsTask();

    public long Counter(string name) => _host.Counter(name);

    /// <summary>Moves the clock in small steps until a condition holds; how far it moved.</summary>
    public async Task<TimeSpan> AdvanceUntil(Func<bool> condition, string what)
    {
        var from = Clock.GetUtcNow();
        await Eventually.IsTrue(
            () =>
            {
                if (condition())
                {
                    return true;
                }

                Clock.Advance(TimeSpan.FromMilliseconds(250));
                return false;
            },
            what);
        return Clock.GetUtcNow() - from;
    }

    /// <summary>Moves the clock until a task has ended, and returns what it came to.</summary>
    public async Task<T> AdvanceUntilDone<T>(Task<T> task)
    {
        await AdvanceUntil(() => task.IsCompleted, "the task ends");
        return await task;
    }

    public async ValueTask DisposeAsync()
    {
        // The stop that comes with it waits by the clock.
        Files.Heal();
        var disposal = _host.DisposeAsync().AsTask();
        await AdvanceUntil(() => disposal.IsCompleted, "the sink stops");
        await disposal;
    }

    private const long Start = 1_700_000_000_000;

    private static string Masked(string path) => Number().Replace(path, static match =>
    {
        var more = long.Parse(match.ValueSpan, CultureInfo.InvariantCulture) - Start;
        return more < 100 ? $"N+{more}" : "later";
    });

    [GeneratedRegex(@"17\d{11}")]
    private static partial Regex Number();
}
