using FlumeSharp.Options;

namespace FlumeSharp.Sinks.Null;

/// <summary>The keys of the null sink.</summary>
public sealed class NullSinkOptions : IHasBatchSize
{
    /// <summary>Most events of one transaction; not above the channel's <c>transactionCapacity</c>.</summary>
    /// <value>Default: 100.</value>
    [FlumeOption("batchSize", Min = 1)]
    public int BatchSize { get; init; } = 100;

    /// <summary>After how many events the log says how many there were so far.</summary>
    /// <value>Default: 10000.</value>
    [FlumeOption("logEveryNEvents", Min = 1)]
    public int LogEveryNEvents { get; init; } = 10_000;

    long IHasBatchSize.BatchSize => BatchSize;

    string IHasBatchSize.BatchSizeKey => "batchSize";
}
