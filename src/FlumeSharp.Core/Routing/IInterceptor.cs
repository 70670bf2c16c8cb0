namespace FlumeSharp.Routing;

/// <summary>
/// Changes headers, or drops events, of a batch between a source and its channels. Called concurrently by sources that have several
/// requests in flight; synchronous, because no I/O belongs here.
/// </summary>
public interface IInterceptor : IDisposable
{
    /// <summary>Works on the batch in place. An exception fails the whole batch.</summary>
    void Intercept(EventBatch batch);
}
