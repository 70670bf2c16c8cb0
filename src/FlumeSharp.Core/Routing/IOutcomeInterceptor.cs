namespace FlumeSharp.Routing;

/// <summary>
/// An interceptor that has to know whether the channels took what it let pass, because a source sends again what they did not take:
/// one that remembers events, or counts them against a limit.
/// </summary>
public interface IOutcomeInterceptor : IInterceptor
{
    /// <summary>
    /// Works on the batch in place, as <see cref="IInterceptor.Intercept"/> does, which the way into the channels calls for other
    /// interceptors.
    /// </summary>
    /// <returns>Who is to be told of the outcome; null when nobody is.</returns>
    IBatchOutcome? InterceptAndAwaitOutcome(EventBatch batch);
}
