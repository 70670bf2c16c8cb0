namespace FlumeSharp.Sources.Syslog;

/// <summary>How the messages of a connection are told apart.</summary>
public enum SyslogFraming
{
    /// <summary>A line feed ends a message, as in Flume.</summary>
    Lf,

    /// <summary>By line feeds, and by octet counting (RFC 6587) where a message begins with its length.</summary>
    Auto,
}
