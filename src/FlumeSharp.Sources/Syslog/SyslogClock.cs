namespace FlumeSharp.Sources.Syslog;

/// <summary>What a timestamp without a year or a zone is read by.</summary>
/// <param name="Now">The time now; read once for everything that arrives together.</param>
/// <param name="Zone">The zone of timestamps that have none.</param>
internal readonly record struct SyslogClock(DateTimeOffset Now, TimeZoneInfo Zone);
