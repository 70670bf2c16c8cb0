namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>What a log record says. The numbers are the format's.</summary>
internal enum RecordType
{
    /// <summary>An event was put.</summary>
    Put = 1,

    /// <summary>An event was taken.</summary>
    Take = 2,

    /// <summary>A transaction was rolled back.</summary>
    Rollback = 3,

    /// <summary>A transaction was committed.</summary>
    Commit = 4,
}
