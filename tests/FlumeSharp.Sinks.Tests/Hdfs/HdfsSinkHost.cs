using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Hdfs;
using FlumeSharp.Metrics;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>A sink made from configuration keys, as an agent makes it, over a channel of the test's own.</summary>
internal sealed class HdfsSinkHost : IAsyncDisposable
{
    private static readonly ComponentRegistry Registry = new(typeof(HdfsSink).Assembly);

    public HdfsSinkHost(IEnumerable<KeyValuePair<string, string>> keys, TimeProvider? time = null, FileSystemFactory? fileSystems = null, ListChannel? channel = null)
    {
        Channel = channel ?? new ListChannel();
        Host = new TestHost(time);
        if (fileSystems is not null)
        {
            Host.Add(fileSystems);
        }

        var bound = Bind(keys);
        bound.Problems.Where(static p => p.Severity == ProblemSeverity.Error).Should().BeEmpty();
        Sink = Host.Activator.Create<HdfsSink>(Descriptor, bound.Options, Host.Sink(Channel));
    }

    public TestHost Host { get; }

    public ListChannel Channel { get; }

    public HdfsSink Sink { get; }

    public IEnumerable<string> LogLines => Host.Logs.GetSnapshot().Select(static record => record.Message);

    private static ComponentDescriptor Descriptor => Registry.Find(ComponentKind.Sink, "hdfs")!;

    public static BindingResult Bind(IEnumerable<KeyValuePair<string, string>> keys)
    {
        var scope = new BindingScope("Sink 'k1' (hdfs)", null, Registry, static key => key is "type" or "channel");
        return OptionsBinder.Bind(typeof(HdfsSinkOptions), ComponentProperties.Create("a1.sinks.k1", keys), scope);
    }

    public static async Task<HdfsSinkHost> StartAsync(
        IEnumerable<KeyValuePair<string, string>> keys, TimeProvider? time = null, FileSystemFactory? fileSystems = null, ListChannel? channel = null)
    {
        var host = new HdfsSinkHost(keys, time, fileSystems, channel);
        await host.Sink.StartAsync(CancellationToken.None);
        return host;
    }

    /// <summary>Calls the sink until the channel is empty; the last call finds nothing.</summary>
    public async Task DrainAsync()
    {
        while (await Sink.ProcessAsync(CancellationToken.None) != ProcessStatus.Empty)
        {
        }
    }

    public Task StopAsync() => Sink.StopAsync(CancellationToken.None).AsTask();

    public long Counter(string name) =>
        Host.Metrics.Groups.Single(static g => g.Component == "k1").Metrics.OfType<Counter>().Single(c => c.Name == name).Count;

    public ValueTask DisposeAsync() => Sink.DisposeAsync();
}
