using System.Globalization;

namespace FlumeSharp.Agent.Hosting;

/// <summary>How long the process has lived, the loading of the runtime included.</summary>
internal static class ProcessAge
{
    private const double TicksPerSecond = 100;

    /// <summary>The age, to about ten milliseconds.</summary>
    /// <remarks>
    /// From /proc where there is one: field 22 of <c>/proc/self/stat</c> is the start in clock ticks since the boot, and the first of
    /// <c>/proc/uptime</c> the seconds since the boot. The Process class would need many times as long to say the same.
    /// </remarks>
    public static TimeSpan Now()
    {
        try
        {
            var stat = File.ReadAllText("/proc/self/stat");

            // The second field is the program's name in parentheses, and may hold blanks.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var start = double.Parse(fields[19], CultureInfo.InvariantCulture) / TicksPerSecond;
            var uptime = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds(Math.Max(0, uptime - start));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return WithoutProc();
        }
    }

    private static TimeSpan WithoutProc()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return TimeProvider.System.GetLocalNow().DateTime - process.StartTime;
    }
}
