using FlumeSharp.Configuration;

namespace FlumeSharp.Runtime;

// Plans sinks on the channels that are left.
internal sealed class SinkPlanner(PlanBinder binder, IReadOnlyDictionary<string, ChannelPlan> channels)
{
    public IReadOnlyList<SinkPlan> Plan(IEnumerable<ComponentConfiguration> sinks) => [.. sinks.Select(Plan).OfType<SinkPlan>()];

    private SinkPlan? Plan(ComponentConfiguration sink)
    {
        var label = PlanBinder.Label(sink.Kind, sink.Name, sink.Type);
        var bound = binder.Bind(sink, static key => key is "type" or "channel");
        if (sink.Properties["channel"] is not { } name || !channels.TryGetValue(name, out var channel))
        {
            var place = sink.Properties.TryGet("channel", out var property) ? property.Location : sink.Location;
            binder.Error(PlanProblems.NoChannel, label, "is not connected to a channel that works", place, "correct the problems of its channel", "channel");
            return null;
        }

        if (bound is null || !binder.BatchFits(label, sink, bound.Options, channel))
        {
            return null;
        }

        var fingerprint = Fingerprint.Of(bound.Descriptor, sink.Properties, channel.Fingerprint);
        return new(sink.Name, bound.Descriptor, bound.Options, sink.Properties, sink.Location, fingerprint, name);
    }
}
