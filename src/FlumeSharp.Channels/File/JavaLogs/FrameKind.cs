namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>What the first five bytes at an offset of a log announce.</summary>
internal enum FrameKind
{
    /// <summary>The data ends here.</summary>
    End,

    /// <summary>A part to skip.</summary>
    Skipped,

    /// <summary>A record.</summary>
    Record,

    /// <summary>Something that does not fit into the file.</summary>
    Incomplete,
}
