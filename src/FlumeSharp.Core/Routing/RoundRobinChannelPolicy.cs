using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing;

/// <summary>One channel after the other, beginning with the first.</summary>
[FlumeChannelPolicy("round_robin", Stability = Stability.Stable)]
public sealed class RoundRobinChannelPolicy : IChannelPolicy
{
    private uint _next = uint.MaxValue;

    /// <inheritdoc />
    public int Choose(Event item, int channels) => (int)(Interlocked.Increment(ref _next) % (uint)channels);
}
