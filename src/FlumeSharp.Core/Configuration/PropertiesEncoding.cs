namespace FlumeSharp.Configuration;

/// <summary>How the bytes of a properties file become text.</summary>
public enum PropertiesEncoding
{
    /// <summary>UTF-8 when all bytes are valid UTF-8 (a byte order mark is dropped), else ISO-8859-1.</summary>
    Automatic,

    /// <summary>ISO-8859-1 always, as Java does: every byte is one character.</summary>
    Latin1,
}
