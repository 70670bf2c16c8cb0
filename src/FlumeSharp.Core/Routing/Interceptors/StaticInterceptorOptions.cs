using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the static interceptor.</summary>
public sealed class StaticInterceptorOptions
{
    /// <summary>The header that is set.</summary>
    /// <value>Default: key.</value>
    [FlumeOption("key")]
    public string Key { get; init; } = "key";

    /// <summary>The value that the header gets.</summary>
    /// <value>Default: value.</value>
    [FlumeOption("value")]
    public string Value { get; init; } = "value";

    /// <summary>Whether an event that has the header, even with a null value, keeps its own.</summary>
    /// <value>Default: true.</value>
    [FlumeOption("preserveExisting")]
    public bool PreserveExisting { get; init; } = true;
}
