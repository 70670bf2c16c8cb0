namespace FlumeSharp.Sources.Syslog;

/// <summary>The parts of a syslog message that can stay in the body.</summary>
[Flags]
internal enum SyslogField
{
    None = 0,
    Priority = 1,
    Version = 2,
    Timestamp = 4,
    Hostname = 8,

    /// <summary>The message stays as it came.</summary>
    All = 16,
}
