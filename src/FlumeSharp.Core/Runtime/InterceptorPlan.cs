using FlumeSharp.Options;

namespace FlumeSharp.Runtime;

/// <summary>One interceptor of a source.</summary>
/// <param name="Name">Its name within the source.</param>
/// <param name="Component">Its type and options.</param>
public sealed record InterceptorPlan(string Name, ComponentReference Component);
