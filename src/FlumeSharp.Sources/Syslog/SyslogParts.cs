namespace FlumeSharp.Sources.Syslog;

/// <summary>Where the parts of a message are. A part that is not there has the length 0.</summary>
internal struct SyslogParts
{
    public int PriorityStart;
    public int PriorityLength;
    public int VersionStart;
    public int VersionLength;
    public int TimestampStart;
    public int TimestampLength;
    public int HostStart;
    public int HostLength;
    public int BodyStart;

    /// <summary>Facility and severity in one.</summary>
    public int Priority;

    /// <summary>The time in milliseconds since 1970, where it can be read.</summary>
    public long? Milliseconds;

    /// <summary>The time is the clock's and not the message's.</summary>
    public bool IsNow;
}
