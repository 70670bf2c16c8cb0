using System.Globalization;
using System.Runtime.InteropServices;

namespace FlumeSharp.Agent.Commands;

/// <summary>Sends signals to an agent, and to nothing else.</summary>
internal static partial class AgentSignal
{
    private const int SigHup = 1;

    /// <summary>Asks an agent to look at its configuration.</summary>
    /// <returns>Why that is not possible; <see langword="null"/> when it was asked.</returns>
    public static string? TryHangUp(int pid)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return "this system has no SIGHUP.";
        }

        // Any other program ends at a SIGHUP, and process ids are used again.
        return pid <= 1 || !IsAgent(pid)
            ? string.Create(CultureInfo.InvariantCulture, $"process {pid} is no running agent.")
            : Kill(pid, SigHup) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"process {pid} cannot be asked: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    private static bool IsAgent(int pid)
    {
        var commandLine = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline");
        if (!Directory.Exists("/proc/self"))
        {
            return true;
        }

        try
        {
            var words = File.ReadAllText(commandLine).Split('\0');
            return words.Take(2).Any(static word => Path.GetFileNameWithoutExtension(word) == "flumesharp") && words.Any(static word => word is "agent" or "node");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
