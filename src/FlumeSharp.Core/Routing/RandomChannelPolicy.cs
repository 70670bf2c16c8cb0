using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing;

/// <summary>Any channel, each as likely as the others.</summary>
/// <param name="random">Where chance comes from; safe for concurrent use. Default: the runtime's shared one.</param>
[FlumeChannelPolicy("random", Stability = Stability.Stable)]
public sealed class RandomChannelPolicy(Random? random = null) : IChannelPolicy
{
    private readonly Random _random = random ?? Random.Shared;

    /// <inheritdoc />
    public int Choose(Event item, int channels) => _random.Next(channels);
}
