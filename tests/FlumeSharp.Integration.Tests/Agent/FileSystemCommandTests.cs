using System.Net;
using System.Net.Sockets;
using System.Text;
using FlumeSharp.Integration.Tests.Hdfs;
using FlumeSharp.Integration.Tests.Servers;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary><c>flumesharp fs</c> as typed at a shell, against a real cluster, checked with Hadoop's own client.</summary>
[Category("Integration")]
internal sealed class FileSystemCommandTests
{
    private HdfsCluster _cluster = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _cluster = await HdfsCluster.SharedAsync();

    [Test]
    public async Task What_is_put_is_listed_described_and_shown()
    {
        using var folder = new TempFolder();
        var bytes = HdfsData.Bytes(3_000_000);
        var local = Path.Combine(folder.Path, "access.log");
        await File.WriteAllBytesAsync(local, bytes);

        await GoodAsync("-mkdir", Uri("/fs/logs"));
        await GoodAsync("-put", local, Uri("/fs/logs"));
        (await FlumeSharpCommand.RunAsync(["fs", "-put", "-", Uri("/fs/logs/from stdin")], "piped\n"u8.ToArray())).ExitCode.Should().Be(0);

        (await _cluster.CatAsync("/fs/logs/access.log")).Should().Equal(bytes);
        (await GoodAsync("-cat", Uri("/fs/logs/access.log"))).Output.Should().Equal(bytes);
        (await GoodAsync("-cat", Uri("/fs/logs/from stdin"))).Text.Should().Be("piped\n");
        (await GoodAsync("-ls", Uri("/fs/logs"))).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().SatisfyRespectively(
            static line => line.Should().StartWith("-rw-r--r--").And.Contain(" 3000000 ").And.EndWith(" /fs/logs/access.log"),
            static line => line.Should().StartWith("-rw-r--r--").And.Contain(" 6 ").And.EndWith(" /fs/logs/from stdin"));
        (await GoodAsync("-ls", Uri("/fs"), "-r")).Text.Should().Contain("drwxr-xr-x").And.Contain(" /fs/logs/access.log");
        (await GoodAsync("-stat", Uri("/fs/logs/access.log"))).Text.Should().Contain("type         file").And.Contain("length       3000000");
    }

    [Test]
    public async Task A_file_that_exists_is_replaced_only_when_asked()
    {
        await _cluster.PutAsync("/fs-again.log", "old"u8.ToArray());

        var refused = await FlumeSharpCommand.RunAsync(["fs", "-put", "-", Uri("/fs-again.log")], "new"u8.ToArray());
        refused.ExitCode.Should().Be(1);
        refused.Errors.Should().Contain("/fs-again.log").And.Contain("--overwrite");
        (await _cluster.CatAsync("/fs-again.log")).Should().Equal("old"u8.ToArray());

        (await FlumeSharpCommand.RunAsync(["fs", "-put", "-", Uri("/fs-again.log"), "--overwrite"], "new"u8.ToArray())).ExitCode.Should().Be(0);
        (await _cluster.CatAsync("/fs-again.log")).Should().Equal("new"u8.ToArray());
    }

    [Test]
    public async Task A_directory_is_deleted_only_with_r()
    {
        await GoodAsync("-mkdir", Uri("/fs-delete/inner"));

        var refused = await FlumeSharpCommand.RunAsync(["fs", "-rm", Uri("/fs-delete")]);
        refused.ExitCode.Should().Be(1);
        refused.Errors.Should().Contain("add -r");
        (await GoodAsync("-rm", Uri("/fs-delete"), "-r")).Text.Should().Contain("Deleted");

        var missing = await FlumeSharpCommand.RunAsync(["fs", "-ls", Uri("/fs-delete")]);
        missing.ExitCode.Should().Be(1);
        missing.Errors.Should().Contain("'/fs-delete' does not exist").And.NotContain("   at ");
    }

    [Test]
    public async Task A_user_who_may_not_is_told_how_to_be_another()
    {
        var refused = await FlumeSharpCommand.RunAsync(["fs", "-mkdir", Uri("/not-bobs"), "--user", "bob"]);

        refused.ExitCode.Should().Be(1);
        refused.Errors.Should().Contain("user=bob").And.Contain("--user NAME");
    }

    [Test]
    public async Task A_namenode_that_is_not_there_is_named_with_where_to_look()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var refused = await FlumeSharpCommand.RunAsync(["fs", "-ls", $"hdfs://127.0.0.1:{port}/"]);

        refused.ExitCode.Should().Be(1);
        refused.Errors.Should().Contain($"127.0.0.1:{port}").And.Contain("fs.defaultFS");
        Encoding.UTF8.GetString(refused.Output).Should().BeEmpty();
    }

    private string Uri(string path) => $"{_cluster.Uri.Scheme}://{_cluster.Uri.Authority}{path}";

    private static async Task<ToolResult> GoodAsync(params string[] arguments)
    {
        var result = await FlumeSharpCommand.RunAsync(["fs", .. arguments]);
        result.ExitCode.Should().Be(0, result.Errors);
        return result;
    }
}
