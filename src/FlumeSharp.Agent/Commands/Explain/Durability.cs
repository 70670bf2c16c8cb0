using System.Globalization;
using FlumeSharp.Agent.Commands.Graph;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Runtime;

namespace FlumeSharp.Agent.Commands.Explain;

/// <summary>Where an agent can lose events, and what to change.</summary>
internal static class Durability
{
    // What a source cannot promise because of how its events come. Those that are asked again, or whose clients wait for an answer, lose nothing.
    private static readonly Dictionary<string, (string What, string Change)> Sources = new(StringComparer.OrdinalIgnoreCase)
    {
        ["exec"] = ("what the command writes while the agent is stopped, and what a killed agent had read, does not come again", "read files with 'taildir', which remembers its place"),
        ["netcatudp"] = ("a datagram that comes while the channel is full or the agent is stopped is gone, and nobody is told", "let clients send over TCP or HTTP and wait for the answer"),
        ["syslogudp"] = ("a datagram that comes while the channel is full or the agent is stopped is gone, and nobody is told", "use 'syslogtcp', or a syslog daemon that keeps a queue"),
        ["syslogtcp"] = ("syslog has no answers: what is refused by a full channel is gone", "make the channel large enough for the longest outage of its sinks"),
        ["multiport_syslogtcp"] = ("syslog has no answers: what is refused by a full channel is gone", "make the channel large enough for the longest outage of its sinks"),
    };

    private static readonly Dictionary<string, string> Dropping = new(StringComparer.OrdinalIgnoreCase)
    {
        ["regex_filter"] = "drops the events its pattern says",
        ["dedupe"] = "drops repetitions",
        ["sample"] = "drops all but a sample",
        ["rate_limit"] = "may refuse or drop events above its rate",
    };

    private static readonly Dictionary<string, string> Ends = new(StringComparer.OrdinalIgnoreCase)
    {
        ["null"] = "forgets the events it takes",
        ["logger"] = "only shows the events it takes in the log",
    };

    /// <summary>The risks of a plan, in the order events meet them.</summary>
    public static IEnumerable<Risk> Of(PipelinePlan plan, AgentConfiguration agent) =>
    [
        .. plan.Sources.SelectMany(source => OfSource(source, agent.Sources.First(component => component.Name == source.Name))),
        .. plan.Channels.SelectMany(channel => OfChannel(channel, plan)),
        .. plan.Sinks.Where(static sink => Ends.ContainsKey(sink.Descriptor.DisplayName)).Select(static sink => new Risk(sink.Name, Ends[sink.Descriptor.DisplayName], null)),
    ];

    private static IEnumerable<Risk> OfSource(SourcePlan source, ComponentConfiguration component)
    {
        if (Sources.TryGetValue(source.Descriptor.DisplayName, out var risk))
        {
            yield return new(source.Name, risk.What, risk.Change);
        }

        foreach (var interceptor in source.Interceptors)
        {
            if (Dropping.TryGetValue(interceptor.Component.Descriptor.DisplayName, out var what))
            {
                yield return new(source.Name, $"its interceptor '{interceptor.Name}' ({interceptor.Component.Descriptor.DisplayName}) {what}", null);
            }
        }

        var prefix = source.Properties.Prefix;
        foreach (var route in Routes.Of(component).Where(static route => route.IsOptional))
        {
            yield return route.Label == "never"
                ? new(source.Name, $"no event ever goes to its channel '{route.Channel}'", $"name it in '{prefix}.selector.mapping.…' or '{prefix}.selector.default'")
                : new(source.Name, $"events for '{route.Channel}' are dropped when that channel refuses them: it is optional", $"take it out of '{prefix}.selector.optional'");
        }

        if (string.Equals(source.Selector.Descriptor.DisplayName, "multiplexing", StringComparison.OrdinalIgnoreCase) && component.Properties["selector.default"] is null)
        {
            yield return new(source.Name, "events whose header has no mapping go to no channel", $"set '{prefix}.selector.default'");
        }
    }

    private static IEnumerable<Risk> OfChannel(ChannelPlan channel, PipelinePlan plan)
    {
        var type = channel.Descriptor.DisplayName;
        var prefix = channel.Properties.Prefix;
        if (string.Equals(type, "file", StringComparison.OrdinalIgnoreCase))
        {
            if (ValueOf(channel, "fsyncPerTransaction") is false)
            {
                yield return new(channel.Name, "a power cut loses what was committed within 'fsyncInterval'", $"remove '{prefix}.fsyncPerTransaction'");
            }
        }
        else if (channel.Options is IHasByteCapacity)
        {
            var isSpillable = ValueOf(channel, "overflowCapacity") is > 0;
            var most = (ValueOf(channel, "capacity") ?? ValueOf(channel, "memoryCapacity")) is int capacity ? string.Create(CultureInfo.InvariantCulture, $", up to {capacity} events") : "";
            yield return new(
                channel.Name,
                $"keeps events in the memory of the process{(isSpillable ? " until it is full" : "")}: a crash, kill -9 or a power cut loses what is in it{most}. An orderly stop hands it to the sinks first, for --drain-timeout seconds",
                $"set '{prefix}.type = file', with 'checkpointDir' and 'dataDirs'");
        }
        else if (channel.Descriptor.Origin != "built-in")
        {
            yield return new(channel.Name, $"whether events survive a crash is up to the plug-in '{channel.Descriptor.Origin}'", "ask its documentation");
        }

        var isFed = plan.Sources.Any(source => source.Channels.Contains(channel.Name, StringComparer.Ordinal));
        if (isFed && plan.Sinks.All(sink => sink.Channel != channel.Name) && channel.Descriptor.Origin == "built-in")
        {
            yield return new(channel.Name, "no sink takes from it: it fills up, and then its sources refuse events", $"connect a sink with '….channel = {channel.Name}'");
        }
    }

    /// <summary>The value of a component's key; null where its type has no such key.</summary>
    public static object? ValueOf(ComponentPlan plan, string key) =>
        plan.Options is { } options ? plan.Descriptor.Options?.Options.FirstOrDefault(option => option.Attribute.Key == key)?.GetValue(options) : null;
}
