using FlumeSharp.Components;

namespace FlumeSharp.Sources;

/// <summary>Brings events into channels. One that is not an <see cref="IPollableSource"/> works by itself from its start on.</summary>
public interface ISource : IComponent;
