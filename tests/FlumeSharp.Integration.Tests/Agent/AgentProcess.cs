using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>The real executable, started as an operator starts it.</summary>
internal sealed partial class AgentProcess : IAsyncDisposable
{
    public const int SigTerm = 15;
    public const int SigInt = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private AgentProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The executable that was built with these tests.</summary>
    public static string Executable { get; } = Path.Combine(
        Repository.Root, "src", "FlumeSharp.Agent", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "flumesharp");

    /// <summary>All it has written so far, both streams.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The process' number, to look it up in /proc.</summary>
    public int Id => _process.Id;

    public static AgentProcess Start(string workingFolder, params string[] arguments) => Start(workingFolder, new Dictionary<string, string>(), arguments);

    public static AgentProcess Start(string workingFolder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // A test run in the background of a shell ignores SIGINT, and what it starts would too.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", Executable, .. arguments]) { WorkingDirectory = workingFolder };
        start.Environment["FLUME_HOME"] = workingFolder;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Start(start);
    }

    /// <summary>Starts it by way of a script, or in an environment of its own.</summary>
    public static AgentProcess Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        return new AgentProcess(Process.Start(start)!);
    }

    public void Signal(int signal) => Kill(_process.Id, signal).Should().Be(0);

    /// <summary>Waits for a text in the output.</summary>
    public async Task SaysAsync(string text)
    {
        var clock = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited)
            {
                // Only this waits for the last lines to arrive.
                await _process.WaitForExitAsync();
            }

            if ((_process.HasExited || clock.Elapsed > Patience) && !Output.Contains(text, StringComparison.Ordinal))
            {
                Assert.Fail($"The agent never said '{text}', but:\n{Output}");
            }

            await Task.Delay(10, CancellationToken.None);
        }
    }

    /// <summary>Where the monitoring listens; the agent chose the port.</summary>
    public async Task<Uri> MonitoringAsync()
    {
        await SaysAsync("Monitoring listens on");
        return new Uri($"http://127.0.0.1:{MonitoringPort().Match(Output).Groups[1].Value}/");
    }

    /// <summary>Where one of its HTTP sources listens, or its only one; the system chose the port.</summary>
    public async Task<Uri> HttpSourceAsync(string name = "")
    {
        await SaysAsync($"{name} listens on http");
        await SaysAsync(" is ready");
        return new Uri(SourceAddress().Matches(Output).First(match => match.Groups[1].Value.EndsWith(name, StringComparison.Ordinal)).Groups[2].Value);
    }

    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The agent did not end:\n{Output}");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }

    [GeneratedRegex(@"Monitoring listens on http://\S+?:(\d+):")]
    private static partial Regex MonitoringPort();

    [GeneratedRegex(@"HTTP source (\S+) listens on (https?://\S+:\d+)")]
    private static partial Regex SourceAddress();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
