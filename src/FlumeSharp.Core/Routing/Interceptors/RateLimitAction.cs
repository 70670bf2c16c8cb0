namespace FlumeSharp.Routing.Interceptors;

/// <summary>What becomes of events beyond a limit.</summary>
public enum RateLimitAction
{
    /// <summary>The whole batch goes back to the source, as from a full channel: an HTTP client is answered 503.</summary>
    Reject,

    /// <summary>The events go on with a header that says so.</summary>
    Tag,

    /// <summary>The events are dropped.</summary>
    Drop,
}
