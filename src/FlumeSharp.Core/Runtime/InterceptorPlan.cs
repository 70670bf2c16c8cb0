using FlumeSharp.Options;

namespace FlumeSharp.Runtime;

/// <summary>One interceptor of a source.</summary>
/// <param name="Name">Its name within the source.</param>
/// <param name="Component">Its type and options.</param>
public sealed record InterceptorPlan(string Name, ComponentReference Component)
{
    /// <summary>As for a component: what an interceptor remembers outlives a reload that does not concern it.</summary>
    public string Fingerprint { get; init; } = "";
}
