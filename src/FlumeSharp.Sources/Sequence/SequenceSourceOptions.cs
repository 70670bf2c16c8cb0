using FlumeSharp.Options;

namespace FlumeSharp.Sources.Sequence;

/// <summary>The keys of the sequence generator.</summary>
public sealed class SequenceSourceOptions : IHasBatchSize
{
    /// <summary>Events per batch, which is one transaction of each channel; not above a channel's <c>transactionCapacity</c>.</summary>
    /// <value>Default: 1.</value>
    [FlumeOption("batchSize", Min = 1)]
    public int BatchSize { get; init; } = 1;

    /// <summary>Events until the source has nothing more to say.</summary>
    /// <value>Default: without end.</value>
    [FlumeOption("totalEvents")]
    public long TotalEvents { get; init; } = long.MaxValue;

    /// <summary>How much longer each further pause in a row lasts.</summary>
    /// <value>Default: 1000 ms.</value>
    [FlumeOption("backoffSleepIncrement", Min = 0)]
    public TimeSpan BackoffIncrement { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    /// <value>Default: 5000 ms.</value>
    [FlumeOption("maxBackoffSleep", Min = 0)]
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(5);

    long IHasBatchSize.BatchSize => BatchSize;

    string IHasBatchSize.BatchSizeKey => "batchSize";
}
