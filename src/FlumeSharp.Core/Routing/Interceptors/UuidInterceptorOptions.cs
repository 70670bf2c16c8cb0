using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the UUID interceptor.</summary>
public sealed class UuidInterceptorOptions
{
    /// <summary>The header that is set.</summary>
    /// <value>Default: id.</value>
    [FlumeOption("headerName")]
    public string HeaderName { get; init; } = "id";

    /// <summary>Whether an event that has the header, even with a null value, keeps its own.</summary>
    /// <value>Default: true.</value>
    [FlumeOption("preserveExisting")]
    public bool PreserveExisting { get; init; } = true;

    /// <summary>What stands before the UUID.</summary>
    /// <value>Default: nothing.</value>
    [FlumeOption("prefix")]
    public string Prefix { get; init; } = "";
}
