using System.Diagnostics;
using System.Globalization;

namespace FlumeSharp.Sources.Exec;

/// <summary>
/// Starts a command under a small shell that outlives the agent. The shell's standard input is a pipe from the agent; when the pipe
/// ends, because the agent closed it or because it is gone, kill -9 included, the shell ends the command and all that it started.
/// </summary>
/// <remarks>
/// The command leads a session and process group of its own, so one signal reaches the group and none that is meant for the agent
/// does. It inherits the pipe as its standard input, on which nothing ever comes, as under Flume.
/// </remarks>
internal static class Supervisor
{
    // One shell waits for the command, to pass on its exit status; a second one waits for the end of the pipe. Neither holds the
    // command's output open: the agent sees its end when the last writer is gone. The second is not needed when the first finds the
    // group empty; else it stays for those that the command left behind.
    private const string Script = """
        patience=$1
        shift
        exec 3<&0
        setsid "$@" <&3 3<&- &
        group=$!
        trap '' HUP INT QUIT TERM
        exec </dev/null >/dev/null 2>&1
        (
            while read -r _ <&3; do :; done
            kill -TERM "-$group"
            while [ "$patience" -gt 0 ] && kill -0 "-$group"; do
                sleep 0.1
                patience=$((patience - 1))
            done
            kill -KILL "-$group"
        ) &
        watcher=$!
        exec 3<&-
        wait "$group"
        status=$?
        kill -0 "-$group" || kill -KILL "$watcher"
        exit "$status"
        """;

    private static readonly string? Setsid = Find("setsid");

    /// <summary>Whether this system has what the shell needs. Without, a command may outlive an agent that was killed.</summary>
    public static bool IsAvailable => Setsid is not null && File.Exists("/bin/sh");

    /// <summary>How a command is started here.</summary>
    public static ProcessStartInfo For(IReadOnlyList<string> command, TimeSpan patience)
    {
        if (!IsAvailable)
        {
            return new ProcessStartInfo(command[0], command.Skip(1));
        }

        var tenths = (long)Math.Ceiling(patience.TotalSeconds * 10);
        return new ProcessStartInfo(Setsid!, ["/bin/sh", "-c", Script, "flumesharp-exec", tenths.ToString(CultureInfo.InvariantCulture), .. command]);
    }

    private static string? Find(string program) => OperatingSystem.IsWindows() ? null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/bin", "/bin"])
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
