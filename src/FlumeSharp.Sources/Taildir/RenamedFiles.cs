namespace FlumeSharp.Sources.Taildir;

/// <summary>What becomes of a known file that has got another name, which its group's pattern matches too.</summary>
public enum RenamedFiles
{
    /// <summary>It is read again from its beginning, as Flume does.</summary>
    Reread,

    /// <summary>Reading goes on where it was.</summary>
    Continue,
}
