namespace FlumeSharp.Sources.Syslog;

/// <summary>By which rules messages are taken apart.</summary>
public enum SyslogReading
{
    /// <summary>Flume's, with all of their oddities.</summary>
    Flume,

    /// <summary>The RFCs', more tolerant where senders are known to differ.</summary>
    Rfc,
}
