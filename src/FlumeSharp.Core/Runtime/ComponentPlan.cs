using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;

namespace FlumeSharp.Runtime;

/// <summary>One component that should run, with everything needed to make it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Descriptor">Its type.</param>
/// <param name="Options">Its bound options; <see langword="null"/> when it takes none.</param>
/// <param name="Properties">Its keys as written.</param>
/// <param name="Location">Where it is configured.</param>
/// <param name="Fingerprint">Equal for two plans exactly when type, keys, and the components it depends on are equal.</param>
public abstract record ComponentPlan(
    string Name,
    ComponentKind Kind,
    ComponentDescriptor Descriptor,
    object? Options,
    ComponentProperties Properties,
    SourceLocation Location,
    string Fingerprint);
