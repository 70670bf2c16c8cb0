using FlumeSharp.Components;
using FlumeSharp.Sinks.Processors;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>What a group does whose first sink cannot write: the second one delivers, each event once.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class GroupTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ListChannel _channel = new();
    private HdfsSinkHost? _main;
    private HdfsSinkHost? _spare;

    [Test]
    public Task A_failover_group_goes_on_with_the_next_one() =>
        SpareDeliversAsync(sinks => new FailoverSinkProcessor(new FailoverSinkProcessorOptions(), sinks, TimeProvider.System, _main!.Host.LoggerFactory));

    [Test]
    public Task A_load_balance_group_goes_on_with_the_next_one() =>
        SpareDeliversAsync(sinks => new LoadBalancingSinkProcessor(
            new LoadBalancingSinkProcessorOptions { Backoff = true }, sinks, TimeProvider.System, _main!.Host.LoggerFactory, _main.Host.Activator));

    public async ValueTask DisposeAsync()
    {
        await (_main?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_spare?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    private async Task SpareDeliversAsync(Func<IReadOnlyList<ISink>, ISinkProcessor> group)
    {
        // A file stands where the folder should be.
        await File.WriteAllTextAsync(_folder.File("main"), "in the way");
        _main = await HdfsSinkHost.StartAsync(Keys("main"), channel: _channel);
        _spare = await HdfsSinkHost.StartAsync(Keys("spare"), channel: _channel);
        var processor = group([_main.Sink, _spare.Sink]);
        await _channel.PutAsync("1", "2", "3");

        (await processor.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Ready);
        await _channel.PutAsync("4");
        (await processor.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Ready);

        _channel.EventCount.Should().Be(0);
        _main.Counter("EventWriteFail").Should().Be(1);
        await _main.StopAsync();
        await _spare.StopAsync();
        var lines = new List<string>();
        foreach (var file in Directory.GetFiles(_folder.File("spare")))
        {
            lines.AddRange(await File.ReadAllLinesAsync(file));
        }

        lines.Should().BeEquivalentTo("1", "2", "3", "4");
        (await File.ReadAllTextAsync(_folder.File("main"))).Should().Be("in the way");
    }

    private Dictionary<string, string> Keys(string folder) => new()
    {
        ["hdfs.path"] = new Uri(_folder.File(folder)).AbsoluteUri,
        ["hdfs.fileType"] = "DataStream",
    };
}
