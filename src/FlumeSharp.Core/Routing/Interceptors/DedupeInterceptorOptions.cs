using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the dedupe interceptor.</summary>
public sealed class DedupeInterceptorOptions
{
    /// <summary>The header whose value names an event.</summary>
    /// <value>Default: id.</value>
    [FlumeOption("header", IsExtension = true)]
    public string Header { get; init; } = "id";

    /// <summary>Values that are remembered; the oldest is forgotten first.</summary>
    /// <value>Default: 100000.</value>
    [FlumeOption("maxKeys", Min = 1, Max = 100_000_000, IsExtension = true)]
    public int MaxKeys { get; init; } = 100_000;

    /// <summary>How long a value is remembered at most, in seconds.</summary>
    /// <value>Default: 600.</value>
    [FlumeOption("window", Min = 1, Unit = TimeUnit.Seconds, IsExtension = true)]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(10);
}
