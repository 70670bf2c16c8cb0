using System.Globalization;

namespace FlumeSharp.Sources.Http;

/// <summary>How many connections a server may have by default.</summary>
public static class OpenFiles
{
    private const int MostByDefault = 20_000;
    private const string LimitLine = "Max open files";

    /// <summary>Three quarters of the files that the process may open, so that sinks and channels can still open theirs; 20000 at most.</summary>
    public static int DefaultConnections { get; } = (int)Math.Clamp(Limit() / 4 * 3, 1, MostByDefault);

    // The runtime raises the soft limit to the hard one when it starts. The line reads: Max open files  <soft>  <hard>  files.
    private static long Limit()
    {
        try
        {
            var line = File.ReadLines("/proc/self/limits").FirstOrDefault(static line => line.StartsWith(LimitLine, StringComparison.Ordinal));
            var soft = line?[LimitLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : long.MaxValue;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return long.MaxValue;
        }
    }
}
