using FlumeSharp.Configuration;
using FlumeSharp.Registry;

namespace FlumeSharp.Options;

/// <summary>What a binder needs to know besides the class and the keys.</summary>
/// <param name="Component">How messages name the component: <c>Sink 'k1' (hdfs)</c>.</param>
/// <param name="Location">Where the component is configured, for problems that have no key.</param>
/// <param name="Registry">Resolves components that options name.</param>
/// <param name="IsReserved">Keys that belong to somebody else, such as <c>type</c>: neither bound nor unknown.</param>
public sealed record BindingScope(string Component, SourceLocation? Location, ComponentRegistry Registry, Predicate<string> IsReserved);
