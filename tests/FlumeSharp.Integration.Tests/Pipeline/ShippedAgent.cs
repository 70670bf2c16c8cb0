using System.Diagnostics;
using System.Text.RegularExpressions;
using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Pipeline;

/// <summary>The agent of <c>conf/flume-agent.conf</c> as a process, on a port of its own; a second file is laid over the shipped one.</summary>
internal sealed partial class ShippedAgent : IAsyncDisposable
{
    private const string Name = "http-to-hdfs-agent";

    private readonly AgentProcess _process;

    private ShippedAgent(AgentProcess process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>A client of its HTTP source.</summary>
    public HttpClient Http { get; }

    public string Output => _process.Output;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="folder">Its working folder.</param>
    /// <param name="hdfsUri">What <c>HDFS_URI</c> is; <see langword="null"/> leaves it unset.</param>
    /// <param name="overrides">Keys after the agent's name, with values.</param>
    public static async Task<ShippedAgent> StartAsync(TempFolder folder, Uri? hdfsUri, params (string Key, string Value)[] overrides)
    {
        var own = folder.File("own.conf");
        var lines = overrides.Prepend(("sources.http-source.port", "0")).Prepend(("sources.http-source.bind", "127.0.0.1"));
        await File.WriteAllLinesAsync(own, lines.Select(static line => $"{Name}.{line.Item1} = {line.Item2}"));
        var start = new ProcessStartInfo(
            AgentProcess.Executable, ["agent", "-f", Path.Combine(Repository.Root, "conf", "flume-agent.conf"), "-f", own, "-n", Name])
        {
            WorkingDirectory = folder.Path,
        };
        start.Environment["FLUME_HOME"] = folder.Path;
        start.Environment["HDFS_URI"] = hdfsUri?.ToString().TrimEnd('/');
        var process = AgentProcess.Start(start);
        await process.SaysAsync("is ready");
        return new ShippedAgent(process, new Uri(Address().Match(process.Output).Groups[1].Value));
    }

    public Task SaysAsync(string text) => _process.SaysAsync(text);

    /// <summary>Ends it as systemd does; its exit code.</summary>
    public Task<int> TerminateAsync()
    {
        _process.Signal(AgentProcess.SigTerm);
        return _process.ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }

    [GeneratedRegex(@"HTTP source \S+ listens on (http://\S+)")]
    private static partial Regex Address();
}
