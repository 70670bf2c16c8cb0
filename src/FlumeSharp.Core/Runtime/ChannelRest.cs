using System.Runtime.InteropServices;
using FlumeSharp.Channels;

namespace FlumeSharp.Runtime;

/// <summary>What a channel holds when its stop begins: afterwards it holds nothing, but only then is known what it could keep.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChannelRest(string Name, IChannel Channel, long Events, bool IsKept)
{
    public static ChannelRest Of(ChannelNode node) => new(node.Plan.Name, node.Channel, node.Channel.EventCount, node.Channel.KeepsEventsOverStop);

    /// <summary>The lines of the report: what is kept and what is lost, each where there is any.</summary>
    public IEnumerable<(string Channel, long Events, bool IsDurable)> AfterStop()
    {
        var lost = Math.Min(Events, Channel.EventsLostAtStop);
        if (Events > lost)
        {
            yield return (Name, Events - lost, IsKept);
        }

        if (lost > 0)
        {
            yield return (Name, lost, false);
        }
    }
}
