using System.Globalization;

namespace FlumeSharp.Sources.Syslog;

// The names of the headers, and the values that come from a small set.
internal static class SyslogHeaders
{
    public const string Facility = "Facility";
    public const string Severity = "Severity";
    public const string Timestamp = "timestamp";
    public const string Host = "host";
    public const string Status = "flume.syslog.status";
    public const string Invalid = "Invalid";
    public const string Incomplete = "Incomplete";
    private static readonly string[] Small = [.. Enumerable.Range(0, 1000 / 8).Select(static number => number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>A number as text, which is kept for all facilities and severities there are.</summary>
    public static string Text(int number) => (uint)number < Small.Length ? Small[number] : number.ToString(CultureInfo.InvariantCulture);
}
