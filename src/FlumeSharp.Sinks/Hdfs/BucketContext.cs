using FlumeSharp.Hdfs;
using FlumeSharp.Metrics;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>What all buckets of one sink share.</summary>
internal sealed class BucketContext
{
    public BucketContext(
        HdfsSinkOptions options, FileSystem fileSystem, Func<IHdfsFileFormat> newFormat, SinkCounters counters, TimeProvider time, ILogger logger)
    {
        Options = options;
        FileSystem = fileSystem;
        NewFormat = newFormat;
        Counters = counters;
        Time = time;
        Logger = logger;
        Calls = new CallTimeout(options.CallTimeout, time, counters.ConnectionFailed);
        Finisher = new FileFinisher(this);
    }

    public HdfsSinkOptions Options { get; }

    public FileSystem FileSystem { get; }

    /// <summary>Makes the layout of a new file.</summary>
    public Func<IHdfsFileFormat> NewFormat { get; }

    public SinkCounters Counters { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public CallTimeout Calls { get; }

    public FileFinisher Finisher { get; }

    public BackgroundTasks Background { get; } = new();
}
