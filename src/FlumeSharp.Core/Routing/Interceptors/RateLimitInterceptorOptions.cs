using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the rate_limit interceptor.</summary>
public sealed class RateLimitInterceptorOptions
{
    /// <summary>Events that may pass per second, on average.</summary>
    [FlumeOption("eventsPerSecond", Required = true, Min = 1, IsExtension = true)]
    public long EventsPerSecond { get; init; } = 1;

    /// <summary>Events that may pass at once after a quiet time.</summary>
    /// <value>Default: as many as in a second.</value>
    [FlumeOption("burst", Min = 1, IsExtension = true)]
    public long? Burst { get; init; }

    /// <summary>What becomes of events beyond the limit: reject, tag or drop.</summary>
    /// <value>Default: reject.</value>
    [FlumeOption("onExceed", IsExtension = true)]
    public RateLimitAction OnExceed { get; init; } = RateLimitAction.Reject;

    /// <summary>The header that tag sets to <c>true</c>.</summary>
    /// <value>Default: rate_limited.</value>
    [FlumeOption("tagHeader", IsExtension = true)]
    public string TagHeader { get; init; } = "rate_limited";
}
