namespace FlumeSharp.Channels.File.Storage;

/// <summary>The places where a crash leaves something of its own behind. Tests stop the channel there; see the format's section 8.</summary>
internal enum FaultPoint
{
    /// <summary>A group is about to be written.</summary>
    BeforeWrite,

    /// <summary>A group is written and not flushed.</summary>
    BeforeFlush,

    /// <summary>A group is flushed and nobody was told.</summary>
    AfterFlush,

    /// <summary>A segment was made and its directory not flushed.</summary>
    AfterCreate,

    /// <summary>A segment is full and flushed, and the next one is not there.</summary>
    BeforeCreate,

    /// <summary>A checkpoint's temporary file is being written.</summary>
    InCheckpoint,

    /// <summary>A checkpoint's temporary file is flushed and not renamed.</summary>
    BeforeRename,

    /// <summary>A checkpoint is in place and its directory not flushed.</summary>
    AfterRename,

    /// <summary>Takes were written again, their segment is still there.</summary>
    BeforeDelete,

    /// <summary>A segment was deleted and its directory not flushed.</summary>
    AfterDelete,

    /// <summary>Recovery has read everything.</summary>
    AfterRecovery,
}
