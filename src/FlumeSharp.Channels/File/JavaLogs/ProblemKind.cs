namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>What is wrong with a place in Java's files.</summary>
public enum ProblemKind
{
    /// <summary>A log ends in the middle of a record, as a killed agent leaves it. What it began to write was never acknowledged.</summary>
    TornTail,

    /// <summary>A record is damaged; the records after it can be read.</summary>
    DamagedRecord,

    /// <summary>Nothing from here to the end of the log can be read.</summary>
    UnreadableRest,

    /// <summary>An event that waits to be delivered is damaged, or gone with its log.</summary>
    LostEvent,

    /// <summary>A log's <c>.meta</c> file is missing or damaged.</summary>
    DamagedMetadata,

    /// <summary>The checkpoint cannot be used, or disagrees with the logs.</summary>
    DamagedCheckpoint,

    /// <summary>Something the operator should know that costs no event.</summary>
    Note,
}
