using System.CommandLine;
using System.Globalization;
using FlumeSharp.Agent.Hosting.Reload;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp reload</c>: makes a running agent look at its configuration, and says what came of it.</summary>
internal static class ReloadCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The verb.</summary>
    public static VerbCommand Create()
    {
        var pidFile = new Option<string?>("--pid-file") { Description = "The file that the agent was given with --pid-file.", HelpName = "FILE" };
        var pid = new Option<int?>("--pid") { Description = "The agent's process id; its log then says what came of it.", HelpName = "PID" };
        var timeout = new Option<double>("--timeout") { Description = "How long to wait for the agent's answer.", HelpName = "SECONDS", DefaultValueFactory = static _ => 60 };
        var command = new VerbCommand(
            "reload", "Makes a running agent look at its configuration, by SIGHUP, and says what came of it.", "flumesharp reload --pid-file /run/flumesharp/a1.pid")
        {
            pidFile, pid, timeout,
        };
        command.SetAction((result, cancellationToken) =>
        {
            var streams = result.InvocationConfiguration;
            return (result.GetValue(pidFile), result.GetValue(pid)) switch
            {
                ({ } file, null) => RunAsync(file, TimeSpan.FromSeconds(Math.Clamp(result.GetValue(timeout), 0, 86_400)), streams.Output, streams.Error, cancellationToken),
                (null, { } id) => Task.FromResult(Ask(id, streams.Output, streams.Error)),
                _ => Task.FromResult(Usage.Refuse(streams.Error, "reload", ["Give either --pid-file or --pid."])),
            };
        });
        return command;
    }

    private static int Ask(int pid, TextWriter output, TextWriter error)
    {
        if (AgentSignal.TryHangUp(pid) is { } problem)
        {
            error.WriteLine($"flumesharp: {problem}");
            return ExitCodes.Usage;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Process {pid} was asked; its log says what came of it. With --pid-file this command can say it."));
        return ExitCodes.Ok;
    }

    private static async Task<int> RunAsync(string pidFile, TimeSpan timeout, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (!int.TryParse(ReadLine(pidFile), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
        {
            await error.WriteLineAsync($"flumesharp: {pidFile} holds no process id; is the agent running, with --pid-file {pidFile}?").ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        var told = ReloadReport.ReadOutcomes(pidFile) is [.., var last] ? last.Number : 0;
        if (AgentSignal.TryHangUp(pid) is { } problem)
        {
            await error.WriteLineAsync($"flumesharp: {problem}").ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < timeout)
        {
            // What the agent noticed by itself meanwhile is told too, and the answer to the question is the last line.
            foreach (var answer in ReloadReport.ReadOutcomes(pidFile).Where(answer => answer.Number > told))
            {
                told = answer.Number;
                await output.WriteLineAsync($"{answer.Outcome}: {answer.Text}").ConfigureAwait(false);
                if (answer.WasAsked)
                {
                    return answer.Outcome == ReloadAnswer.Rejected ? ExitCodes.Failure : await CountAsync(answer.LeftBehind, error).ConfigureAwait(false);
                }
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"flumesharp: process {pid} has not answered within {timeout.TotalSeconds} s; its log says what it does.")).ConfigureAwait(false);
        return ExitCodes.Failure;
    }

    private static async Task<int> CountAsync(long leftBehind, TextWriter error)
    {
        if (leftBehind == 0)
        {
            return ExitCodes.Ok;
        }

        await error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"flumesharp: {leftBehind} event{(leftBehind == 1 ? " was" : "s were")} left behind undelivered by channels that went away; the agent's log names them.")).ConfigureAwait(false);
        return ExitCodes.LeftBehind;
    }

    private static string? ReadLine(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault()?.Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Not there, or not for us: what is missing is what the caller reports.
            return null;
        }
    }
}
