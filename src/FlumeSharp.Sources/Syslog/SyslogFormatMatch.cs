namespace FlumeSharp.Sources.Syslog;

/// <summary>The parts that a format of the configuration found. What a group did not find is null.</summary>
internal readonly record struct SyslogFormatMatch(string Priority, string? Version, string? Timestamp, long? Milliseconds, string? Host, string Body)
{
    /// <summary>The parts that stay in front of the body.</summary>
    public string Kept(SyslogField keep) => string.Concat(
        keep.HasFlag(SyslogField.Priority) ? $"<{Priority}>" : "",
        keep.HasFlag(SyslogField.Version) && Version is not null ? Version + " " : "",
        keep.HasFlag(SyslogField.Timestamp) && Timestamp is not null ? Timestamp + " " : "",
        keep.HasFlag(SyslogField.Hostname) && Host is not null ? Host + " " : "");
}
