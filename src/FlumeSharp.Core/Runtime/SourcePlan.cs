using System.Collections.Immutable;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Runtime;

/// <summary>A source that should run.</summary>
/// <param name="Channels">The channels it writes to, in declared order.</param>
/// <param name="Selector">Chooses among them.</param>
/// <param name="Interceptors">Its interceptors in order.</param>
public sealed record SourcePlan(
    string Name,
    ComponentDescriptor Descriptor,
    object? Options,
    ComponentProperties Properties,
    SourceLocation Location,
    string Fingerprint,
    ImmutableArray<string> Channels,
    ComponentReference Selector,
    ImmutableArray<InterceptorPlan> Interceptors)
    : ComponentPlan(Name, ComponentKind.Source, Descriptor, Options, Properties, Location, Fingerprint)
{
    /// <summary>Of the source alone, without its channels, selector and interceptors: those change without the source noticing.</summary>
    public string OwnFingerprint { get; init; } = "";
}
