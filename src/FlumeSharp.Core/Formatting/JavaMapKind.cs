namespace FlumeSharp.Formatting;

/// <summary>How a Java map came to hold its entries, which decides how many buckets it has.</summary>
public enum JavaMapKind
{
    /// <summary><c>new HashMap(other)</c>: sized for its entries. Events that arrive over HTTP, Avro, Thrift and syslog.</summary>
    Copied,

    /// <summary>Entry by entry into <c>new HashMap()</c>: 16 buckets or more. Events of spooling directories and file channels.</summary>
    Put,
}
