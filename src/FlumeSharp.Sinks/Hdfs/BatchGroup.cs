namespace FlumeSharp.Sinks.Hdfs;

/// <summary>The events of one transaction that belong to one bucket, in their order.</summary>
internal sealed class BatchGroup
{
    public BucketKey Key { get; set; }

    public EventBatch Events { get; } = new();

    /// <summary>The bucket they went to.</summary>
    public BucketWriter? Bucket { get; set; }
}
