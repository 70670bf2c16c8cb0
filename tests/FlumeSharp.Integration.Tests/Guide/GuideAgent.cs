using System.Diagnostics;
using System.Text.RegularExpressions;
using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Guide;

/// <summary>The shipped agent as its first user runs it, on a free port and with a folder of its own.</summary>
internal sealed partial class GuideAgent : IAsyncDisposable
{
    public const string AgentName = "http-to-hdfs-agent";

    private readonly TempFolder _folder;
    private readonly AgentProcess _process;

    private GuideAgent(TempFolder folder, AgentProcess process)
    {
        _folder = folder;
        _process = process;
    }

    /// <summary>The shipped configuration.</summary>
    public static string Configuration { get; } = Path.Combine(Repository.Root, "conf", "flume-agent.conf");

    /// <summary>Where it listens: <c>http://localhost:port</c>, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The file system it writes to when it is told nothing else, for <c>HDFS_URI</c>.</summary>
    public string FileSystem => "file://" + _folder.File("data");

    public string Output => _process.Output;

    /// <summary>Starts the shipped configuration, or <paramref name="configuration"/> as its text.</summary>
    public static async Task<GuideAgent> StartAsync(string? configuration = null, string? hdfsUri = null)
    {
        var folder = new TempFolder();
        var file = Configuration;
        if (configuration is not null)
            await File.WriteAllTextAsync(file = folder.File("flume-agent.conf"), configuration);
        var start = new ProcessStartInfo(AgentProcess.Executable, ["agent", "-f", file, .. FreePort(folder), "-n", AgentName]);
        return await StartAsync(folder, start, hdfsUri);
    }

    /// <summary>Starts it by a script that hands the arguments on to <c>flumesharp agent</c>.</summary>
    public static async Task<GuideAgent> StartByAsync(string script, Action<TempFolder, IDictionary<string, string?>> prepare)
    {
        var folder = new TempFolder();
        var start = new ProcessStartInfo(script, FreePort(folder));
        prepare(folder, start.Environment);
        return await StartAsync(folder, start, hdfsUri: null);
    }

    /// <summary>The variables that tell the scripts and clients of this repository about this agent.</summary>
    public Dictionary<string, string?> Environment() => new(StringComparer.Ordinal)
    {
        ["FLUME_URL"] = Url,
        ["HDFS_URI"] = FileSystem,
        ["FLUMESHARP"] = AgentProcess.Executable,
    };

    /// <summary>Stops the agent as an operator does, and checks that it ended well.</summary>
    public async Task StopAsync()
    {
        _process.Signal(AgentProcess.SigTerm);
        (await _process.ExitAsync()).Should().Be(0);
        Output.Should().Contain("nothing remained.");
    }

    /// <summary>Stops the agent and returns what is in its files: path below flume/events, text.</summary>
    public async Task<IReadOnlyDictionary<string, string>> StopAndReadAsync(string root = "data")
    {
        await StopAsync();
        var events = _folder.File(root, "flume", "events");
        return Directory.EnumerateFiles(events, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(events, file), File.ReadAllText, StringComparer.Ordinal);
    }

    /// <summary>What is in its files by now, also in those that are still open.</summary>
    public string Written()
    {
        var events = _folder.File("data", "flume", "events");
        var files = Directory.Exists(events) ? Directory.GetFiles(events, "*", SearchOption.AllDirectories) : [];
        return string.Concat(files.Select(File.ReadAllText));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<GuideAgent> StartAsync(TempFolder folder, ProcessStartInfo start, string? hdfsUri)
    {
        start.WorkingDirectory = folder.Path;
        // The machine's own settings must not decide what a test sees.
        start.Environment.Remove("HDFS_URI");
        if (hdfsUri is not null)
            start.Environment["HDFS_URI"] = hdfsUri;
        var agent = new GuideAgent(folder, AgentProcess.Start(start));
        try
        {
            await agent._process.SaysAsync("is ready: 1 source, 1 channel, 1 sink");
            agent.Url = $"http://localhost:{ListeningPort().Match(agent.Output).Groups[1].Value}";
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>A second file, laid over the first: only the address differs from what is shipped.</summary>
    private static string[] FreePort(TempFolder folder)
    {
        var file = folder.File("free-port.conf");
        File.WriteAllText(file, $"""
            {AgentName}.sources.http-source.port = 0
            {AgentName}.sources.http-source.bind = 127.0.0.1

            """);
        return ["-f", file];
    }

    [GeneratedRegex(@"HTTP source \S+ listens on http://\S+?:(\d+)")]
    private static partial Regex ListeningPort();
}
