using System.Diagnostics;
using FlumeSharp.Integration.Tests.Servers;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>Runs a command of the real executable to its end.</summary>
internal static class FlumeSharpCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<ToolResult> RunAsync(string[] arguments, ReadOnlyMemory<byte> input = default)
    {
        var start = new ProcessStartInfo(AgentProcess.Executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            using var output = new MemoryStream();
            var copy = process.StandardOutput.BaseStream.CopyToAsync(output, limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.BaseStream.WriteAsync(input, limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            await copy;
            return new ToolResult(process.ExitCode, output.ToArray(), await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"flumesharp {string.Join(' ', arguments)} did not end in time.");
        }
    }
}
