using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;

namespace FlumeSharp.Runtime;

/// <summary>A channel that should run.</summary>
public sealed record ChannelPlan(
    string Name,
    ComponentDescriptor Descriptor,
    object? Options,
    ComponentProperties Properties,
    SourceLocation Location,
    string Fingerprint)
    : ComponentPlan(Name, ComponentKind.Channel, Descriptor, Options, Properties, Location, Fingerprint);
