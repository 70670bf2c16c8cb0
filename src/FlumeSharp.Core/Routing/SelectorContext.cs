using FlumeSharp.Channels;

namespace FlumeSharp.Routing;

/// <summary>What a selector chooses from.</summary>
/// <param name="SourceName">The source it serves, for messages.</param>
/// <param name="Channels">The source's channels in their declared order.</param>
public sealed record SelectorContext(string SourceName, IReadOnlyList<IChannel> Channels);
