namespace FlumeSharp.Channels.File.Import;

/// <summary>The places of an import where a crash leaves something of its own behind. Tests stop it there.</summary>
internal enum ImportStep
{
    /// <summary>Java's files are read, and nothing was written.</summary>
    BeforeJournal,

    /// <summary>The journal is on disk, and no event was put.</summary>
    AfterJournal,

    /// <summary>A batch of events is committed.</summary>
    AfterBatch,

    /// <summary>All events are committed, and the journal does not say so.</summary>
    BeforeDone,

    /// <summary>The journal says that all events are committed.</summary>
    AfterDone,

    /// <summary>One of Java's files was renamed.</summary>
    AfterRename,

    /// <summary>All of them were, and the journal is still there.</summary>
    BeforeEnd,
}
