using System.Globalization;

namespace FlumeSharp.Integration.Tests.Servers;

/// <summary>
/// A real HDFS cluster in a temporary folder. It stops with the test process even when that crashes. Tests that break nothing share
/// one through <see cref="SharedAsync"/>; tests that kill daemons start their own.
/// </summary>
internal sealed class HdfsCluster : IAsyncDisposable
{
    private static readonly SemaphoreSlim SharedGate = new(1);
    private static HdfsCluster? s_shared;

    private readonly string _root;
    private readonly string _folder;
    private readonly Dictionary<string, string> _ports = new(StringComparer.Ordinal);

    private HdfsCluster(string root)
    {
        _root = root;
        _folder = Path.Combine(root, "cluster");
    }

    /// <summary>The file system's address, <c>hdfs://127.0.0.1:port</c>.</summary>
    public Uri Uri => new(_ports["FS_URI"]);

    /// <summary>Host and port of an address in the cluster's port file, such as <c>NN1_RPC</c> or <c>DN0_DATA</c>.</summary>
    public string Address(string name) => _ports[name];

    /// <summary>The cluster of one datanode that all tests of this run share; started by whoever asks first.</summary>
    public static async Task<HdfsCluster> SharedAsync()
    {
        _ = HdfsTools.Script; // ignores the test before it waits for others
        await SharedGate.WaitAsync();
        try
        {
            return s_shared ??= await StartAsync();
        }
        finally
        {
            SharedGate.Release();
        }
    }

    public static async Task StopSharedAsync()
    {
        if (Interlocked.Exchange(ref s_shared, null) is { } shared)
            await shared.DisposeAsync();
    }

    /// <summary>Starts a cluster of its own; <paramref name="settings"/> are Hadoop properties as <c>key=value</c>.</summary>
    public static async Task<HdfsCluster> StartAsync(int datanodes = 1, int? replication = null, params string[] settings)
    {
        var cluster = new HdfsCluster(Directory.CreateTempSubdirectory("flumesharp-hdfs-").FullName);
        try
        {
            List<string> arguments =
            [
                "--datanodes", Text(datanodes), "--replication", Text(replication ?? Math.Min(datanodes, 3)),
                "--watch", Text(Environment.ProcessId), "--timeout", "150",

                // With so few datanodes one open block makes a node "too busy", and blocks get fewer replicas than were asked for.
                "--conf", "dfs.namenode.redundancy.considerLoad=false",
            ];
            foreach (var setting in settings)
                arguments.AddRange(["--conf", setting]);
            await cluster.CallAsync("start", [.. arguments]);
            foreach (var line in await File.ReadAllLinesAsync(Path.Combine(cluster._folder, "ports")))
            {
                var equals = line.IndexOf('=');
                if (equals > 0)
                    cluster._ports[line[..equals]] = line[(equals + 1)..];
            }
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs <c>hdfs dfs</c> and returns what it printed; a failure of the command fails the test.</summary>
    public async Task<string> DfsAsync(params string[] arguments) => (await CallAsync("dfs", arguments)).Text;

    /// <summary>Runs <c>hdfs dfs</c> as another user.</summary>
    public async Task<string> DfsAsAsync(string user, params string[] arguments) =>
        (await CallAsync("dfs", arguments, user: user)).Text;

    /// <summary>Runs <c>hdfs dfsadmin</c>.</summary>
    public async Task<string> AdminAsync(params string[] arguments) => (await CallAsync("admin", arguments)).Text;

    /// <summary>A file's bytes as Hadoop's own client reads them.</summary>
    public async Task<byte[]> CatAsync(string path) => (await CallAsync("dfs", ["-cat", path])).Output;

    /// <summary>Writes a file with Hadoop's own client.</summary>
    public async Task PutAsync(string path, ReadOnlyMemory<byte> bytes) => await CallAsync("dfs", ["-put", "-f", "-", path], bytes);

    public Task KillDatanodeAsync(int index) => CallAsync("kill-datanode", [Text(index)]);

    public Task StartDatanodeAsync(int index) => CallAsync("start-datanode", [Text(index)]);

    public Task PauseDatanodeAsync(int index) => CallAsync("pause-datanode", [Text(index)]);

    public Task ResumeDatanodeAsync(int index) => CallAsync("resume-datanode", [Text(index)]);

    public Task KillNamenodeAsync() => CallAsync("kill-namenode", []);

    public Task StartNamenodeAsync() => CallAsync("start-namenode", []);

    /// <summary>Waits until the namenode is out of safe mode with that many live datanodes.</summary>
    public Task WaitAsync(int liveDatanodes) => CallAsync("wait", [Text(liveDatanodes)]);

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(_folder))
            await HdfsTools.RunAsync(["stop", _folder, "--now"]);
        try
        {
            Directory.Delete(_root, recursive: true);
        }
        catch (IOException)
        {
            // A dying daemon may still write its log; the temporary folder then stays behind.
        }
    }

    private async Task<ToolResult> CallAsync(string verb, string[] arguments, ReadOnlyMemory<byte> input = default, string? user = null)
    {
        var environment = user is null ? null : new Dictionary<string, string> { ["HADOOP_USER_NAME"] = user };
        var result = await HdfsTools.RunAsync([verb, _folder, .. arguments], input, environment);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"hdfs.sh {verb} {string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Errors}{result.Text}");
        return result;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
