namespace FlumeSharp.Sinks.Hdfs;

/// <summary>What came of giving a finished file its name.</summary>
internal enum RenameOutcome
{
    /// <summary>It has its name.</summary>
    Renamed,

    /// <summary>Another file has that name.</summary>
    NameTaken,

    /// <summary>The file is not there any more: an earlier rename worked though its answer was lost, or somebody took it away.</summary>
    SourceGone,
}
