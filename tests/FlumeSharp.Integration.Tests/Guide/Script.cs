using System.Diagnostics;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Guide;

/// <summary>Runs a command to its end.</summary>
internal static class Script
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Ignores the calling test where a program is not on the PATH, or fails it where CI must run everything.</summary>
    public static void Require(string program, string package)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program))))
            Missing($"{program} is not installed (Debian: apt-get install {package})");
    }

    /// <summary>Ends a test that cannot run here.</summary>
    public static void Missing(string reason)
    {
        if (Repository.IsCi)
            Assert.Fail(reason);
        Assert.Ignore(reason);
    }

    /// <summary>Runs bash code, such as a command line of the guide.</summary>
    public static Task<ScriptResult> BashAsync(string code, IReadOnlyDictionary<string, string?> environment) =>
        RunAsync("bash", ["-c", code], environment);

    public static async Task<ScriptResult> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token);
            return new ScriptResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} did not end within {Patience}.");
        }
    }
}
