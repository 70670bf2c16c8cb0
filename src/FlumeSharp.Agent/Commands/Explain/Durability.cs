using System.Globalization;
using FlumeSharp.Agent.Commands.Graph;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Routing.Interceptors;
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
            var type = interceptor.Component.Descriptor.DisplayName;
            var what = interceptor.Component.Options is RateLimitInterceptorOptions limit ? WhatIsLostBy(limit, risk.What is not null) : Dropping.GetValueOrDefault(type);
            if (what is not null)
            {
                yield return new(source.Name, $"its interceptor '{interceptor.Name}' ({type}) {what}", null);
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

    // What is refused comes again, where the source can ask for it or its clients hear of it.
    private static string? WhatIsLostBy(RateLimitInterceptorOptions limit, bool isLostWhenRefused) => limit.OnExceed switch
    {
        RateLimitAction.Drop => "drops events above its rate",
        RateLimitAction.Reject when isLostWhenRefused => "refuses events above its rate, and what this source is refused does not come again",
        _ => null,
    };

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
            // Without room for more on disk, too, a spillable channel writes its memory there at a stop.
            var overflow = ValueOf(channel, "overflowCapacity");
            var isSpillable = overflow is > 0;
            var atStop = overflow is null ? "for --drain-timeout seconds" : "for --drain-timeout seconds, and writes the rest to disk";
            var most = (ValueOf(channel, "capacity") ?? ValueOf(channel, "memoryCapacity")) is int capacity ? string.Create(CultureInfo.InvariantCulture, $", up to {capacity} events") : "";
            yield return new(
                channel.Name,
                $"keeps events in the memory of the process{(isSpillable ? " until it is full" : "")}: a crash, kill -9 or a power cut loses what is in it{most}. An orderly stop hands it to the sinks first, {atStop}",
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
