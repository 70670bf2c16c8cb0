using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FlumeSharp.Integration.Tests.Guide;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Servers;

/// <summary>A real ZooKeeper in a temporary folder; Debian's package <c>zookeeper</c> has it.</summary>
internal sealed class ZooKeeperServer : IAsyncDisposable
{
    private const string Library = "/usr/share/java/zookeeper.jar";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder;
    private Process? _server;

    private ZooKeeperServer(TempFolder folder, int port)
    {
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts a server; ignores the calling test where there is none.</summary>
    public static async Task<ZooKeeperServer> StartAsync()
    {
        if (!File.Exists(Library))
            Script.Missing("zookeeper is not installed (Debian: apt-get install zookeeper)");
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var server = new ZooKeeperServer(new TempFolder(), ((IPEndPoint)probe.LocalEndpoint).Port);
        probe.Stop();
        await File.WriteAllTextAsync(
            server._folder.File("zoo.cfg"),
            $"tickTime=500\ndataDir={server._folder.File("data")}\nclientPort={server.Port}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n4lw.commands.whitelist=*\n");
        await server.RestartAsync();
        return server;
    }

    /// <summary>Starts the server again on its port with what it had stored.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        _server = Process.Start(new ProcessStartInfo("java", ["-Xmx128m", "-cp", ClassPath("slf4j-nop"), "org.apache.zookeeper.server.ZooKeeperServerMain", _folder.File("zoo.cfg")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _server.OutputDataReceived += static (_, _) => { };
        _server.ErrorDataReceived += static (_, _) => { };
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        await Eventually.IsTrue(async () => await IsUpAsync(), "ZooKeeper answers 'ruok'", Patience);
    }

    public async Task KillAsync()
    {
        if (_server is not null)
        {
            _server.Kill();
            await _server.WaitForExitAsync();
            _server.Dispose();
            _server = null;
        }
    }

    /// <summary>Runs commands of ZooKeeper's own client, each after the other in one session.</summary>
    public async Task ClientAsync(params string[] commands)
    {
        var run = await Script.RunAsync(
            "java",
            ["-cp", ClassPath("slf4j-nop"), "org.apache.zookeeper.ZooKeeperMain", "-server", Address],
            new Dictionary<string, string?>(),
            string.Join('\n', commands) + "\nquit\n");
        (run.Output + run.Errors).Should().NotContainAny("Exception", "does not exist", "Insufficient");
    }

    /// <summary>Sets the data of a node, line ends and all, which the client's command line cannot: a session of two messages.</summary>
    public async Task WriteAsync(string path, string data, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
        var stream = client.GetStream();
        byte[] password = [.. Number(16), .. new byte[16]];

        // Version, last zxid, timeout, session, password, read-only; then xid, operation setData, path, data, any version.
        await ExchangeAsync(stream, [.. Number(0), .. new byte[8], .. Number(10_000), .. new byte[8], .. password, 0], cancellationToken);
        var reply = await ExchangeAsync(stream, [.. Number(1), .. Number(5), .. Text(path), .. Text(data), .. Number(-1)], cancellationToken);
        BinaryPrimitives.ReadInt32BigEndian(reply.AsSpan(12)).Should().Be(0, "ZooKeeper took the data");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    private static string ClassPath(string logging) => $"{Library}:/usr/share/java/{logging}.jar";

    private static byte[] Number(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Text(string value) => [.. Number(Encoding.UTF8.GetByteCount(value)), .. Encoding.UTF8.GetBytes(value)];

    private static async Task<byte[]> ExchangeAsync(NetworkStream stream, byte[] message, CancellationToken cancellationToken)
    {
        await stream.WriteAsync((byte[])[.. Number(message.Length), .. message], cancellationToken);
        var length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, cancellationToken);
        var reply = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await stream.ReadExactlyAsync(reply, cancellationToken);
        return reply;
    }

    private async ValueTask<bool> IsUpAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            await client.GetStream().WriteAsync("ruok"u8.ToArray());
            var answer = new byte[4];
            await client.GetStream().ReadExactlyAsync(answer);
            return answer.AsSpan().SequenceEqual("imok"u8);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }
}
