using FlumeSharp.Metrics;

namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>Flume's counters of a source, and those of its files.</summary>
public sealed class SpoolDirectoryCounters : SourceCounters
{
    /// <summary>Makes the counters of one source.</summary>
    public SpoolDirectoryCounters(string component)
        : base(component)
    {
        FilesCompleted = AddCounter("FileCompletedCount", "Files that were delivered to their end.");
        FilesSetAside = AddCounter("FileSetAsideCount", "Files that were bad or changed, and were renamed out of the way.");
        FilesWaiting = AddGauge("FileWaitingCount", "Files that the last look into the directory found, besides the one being read.");
        Stopped = AddFlag("Stopped", "1 while a bad or changed file keeps the source from going on.");
    }

    /// <summary>Files that were delivered to their end.</summary>
    public Counter FilesCompleted { get; }

    /// <summary>Files that were bad or changed, and were renamed out of the way.</summary>
    public Counter FilesSetAside { get; }

    /// <summary>Files that the last look into the directory found, besides the one being read.</summary>
    public Gauge FilesWaiting { get; }

    /// <summary>Whether a bad or changed file keeps the source from going on.</summary>
    public Flag Stopped { get; }
}
