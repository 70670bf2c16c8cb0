namespace FlumeSharp.Channels;

/// <summary>Where a transaction stands: Flume's OPEN, COMPLETED, CLOSED. (NEW does not exist: beginning makes it open.)</summary>
public enum TransactionState
{
    /// <summary>Takes puts and takes.</summary>
    Open,

    /// <summary>Committed or rolled back.</summary>
    Completed,

    /// <summary>Disposed.</summary>
    Closed,
}
