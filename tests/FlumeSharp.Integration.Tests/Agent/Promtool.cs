using System.ComponentModel;
using System.Diagnostics;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>Prometheus' own checker of its text format; Debian's package <c>prometheus</c> has it.</summary>
internal static class Promtool
{
    public static bool IsInstalled { get; } = TryRun();

    public static void Missing()
    {
        const string Reason = "promtool is not installed (Debian: apt-get install prometheus)";
        if (Repository.IsCi)
        {
            Assert.Fail(Reason);
        }

        Assert.Ignore(Reason);
    }

    /// <summary>What it finds wrong; nothing when all is well.</summary>
    public static async Task<string> CheckAsync(string metrics)
    {
        using var process = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(metrics);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return await output + await error + (process.ExitCode == 0 ? "" : $"exit code {process.ExitCode}");
    }

    private static bool TryRun()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("promtool", "--version") { RedirectStandardOutput = true, RedirectStandardError = true });
            return process is not null;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
