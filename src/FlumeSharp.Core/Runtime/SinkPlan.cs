using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;

namespace FlumeSharp.Runtime;

/// <summary>A sink that should run.</summary>
/// <param name="Channel">The channel it takes from.</param>
public sealed record SinkPlan(
    string Name,
    ComponentDescriptor Descriptor,
    object? Options,
    ComponentProperties Properties,
    SourceLocation Location,
    string Fingerprint,
    string Channel)
    : ComponentPlan(Name, ComponentKind.Sink, Descriptor, Options, Properties, Location, Fingerprint);
