namespace FlumeSharp.Routing;

/// <summary>Waits to hear what became of one batch.</summary>
public interface IBatchOutcome
{
    /// <summary>
    /// The batch has come to its end. Called once, also when a later interceptor or a channel failed. Must not throw: the events are where
    /// they are.
    /// </summary>
    /// <param name="isCommitted">Whether every required channel has the batch; only then will nobody send it again.</param>
    /// <param name="taken">
    /// Which of the events, by their places in the batch when the interceptor was done with it, are in a channel; none unless committed.
    /// A committed batch may have fewer than the interceptor let pass.
    /// </param>
    void Completed(bool isCommitted, TakenEvents taken);
}
