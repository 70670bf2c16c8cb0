namespace FlumeSharp.Routing;

/// <summary>Waits to hear what became of one batch.</summary>
public interface IBatchOutcome
{
    /// <summary>
    /// The batch has come to its end. Called once, also when a later interceptor or a channel failed. Must not throw: the events are where
    /// they are.
    /// </summary>
    /// <param name="isCommitted">Whether every required channel has the batch; only then will nobody send it again.</param>
    void Completed(bool isCommitted);
}
