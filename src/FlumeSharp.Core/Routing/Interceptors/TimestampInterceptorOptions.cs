using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the timestamp interceptor.</summary>
[FlumeIgnoredOption("header", "the key is 'headerName'")]
public sealed class TimestampInterceptorOptions
{
    /// <summary>The header that is set.</summary>
    /// <value>Default: timestamp.</value>
    [FlumeOption("headerName")]
    public string HeaderName { get; init; } = "timestamp";

    /// <summary>Whether an event that has the header, even with a null value, keeps its own.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("preserveExisting")]
    public bool PreserveExisting { get; init; }
}
