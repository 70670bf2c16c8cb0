namespace FlumeSharp.Options;

/// <summary>
/// Options of a source or sink whose batches must fit into a channel's transaction. Flume removes a component whose batch is larger
/// than the transaction capacity of one of its channels.
/// </summary>
public interface IHasBatchSize
{
    /// <summary>Events per transaction.</summary>
    long BatchSize { get; }

    /// <summary>The key that sets it, for messages.</summary>
    string BatchSizeKey { get; }
}
