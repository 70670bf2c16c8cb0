using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Hdfs.Tests.Fakes;

/// <summary>A namenode, datanodes and a client of them, with short retry windows and, if asked, a clock that tests move.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    public FakeCluster(int datanodes = 1, FakeTimeProvider? time = null, params (string Key, string Value)[] properties)
    {
        Datanodes = [.. Enumerable.Range(0, datanodes).Select(static _ => new FakeDatanode())];
        foreach (var node in Datanodes)
            node.Cluster = Datanodes;
        Namenode = new FakeNamenode { Datanodes = [.. Datanodes.Select(static node => node.Info)] };
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ipc.client.connect.max.retries"] = "2",
            ["flumesharp.client.stream-retry-window.ms"] = "5s",
            ["dfs.client.block.write.locateFollowingBlock.initial.delay.ms"] = "5",
        };
        foreach (var (key, value) in properties)
            settings[key] = value;
        Files = new Hdfs.HdfsFileSystem(
            new Uri($"hdfs://127.0.0.1:{Namenode.Port}"),
            new FileSystemSettings { UserName = "flume", TimeProvider = time ?? TimeProvider.System, Properties = settings });
    }

    public FakeNamenode Namenode { get; }

    public IReadOnlyList<FakeDatanode> Datanodes { get; }

    public FakeDatanode Datanode => Datanodes[0];

    public Hdfs.HdfsFileSystem Files { get; }

    /// <summary>What the datanodes hold of a file.</summary>
    public byte[] Stored(string path) => Datanode.BytesOf(Namenode.Files[path]);

    public async ValueTask DisposeAsync()
    {
        await Files.DisposeAsync();
        await Namenode.DisposeAsync();
        foreach (var node in Datanodes)
            await node.DisposeAsync();
        Namenode.ProtocolErrors.Should().BeEmpty();
        Datanodes.SelectMany(static node => node.ProtocolErrors).Should().BeEmpty();
    }
}
