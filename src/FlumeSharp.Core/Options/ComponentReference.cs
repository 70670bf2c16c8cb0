using FlumeSharp.Registry;

namespace FlumeSharp.Options;

/// <summary>A component that another one's options name, resolved and with its options bound: ready to be made, as often as needed.</summary>
/// <param name="Descriptor">What the registry knows of the type.</param>
/// <param name="Options">Its bound options, or <see langword="null"/> when it has none.</param>
public sealed record ComponentReference(ComponentDescriptor Descriptor, object? Options);
