using System.Globalization;
using FlumeSharp.Agent.Commands.Syntax;
using FlumeSharp.Configuration;

namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>
/// Makes a topology of agents. It looks at keys alone, so that it draws types, too, that this version cannot run; what Flume would drop
/// is not drawn.
/// </summary>
internal sealed class TopologyBuilder
{
    private const int LongestDetail = 40;

    // What people look for in a component, where it has it.
    private static readonly string[] Telling =
        ["command", "spoolDir", "filegroups", "kafka.topics", "kafka.topics.regex", "kafka.topic", "topic", "hdfs.path", "sink.directory", "indexName", "capacity", "endpoint", "ports"];

    private readonly List<GraphAgent> _agents = [];
    private readonly List<(GraphNode Node, ComponentConfiguration Component, SecretReferences Secrets)> _sinks = [];
    private readonly List<(GraphNode Node, ComponentConfiguration Component)> _sources = [];
    private int _next;

    /// <summary>Adds an agent.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="secrets">What of its values may be shown.</param>
    /// <param name="title">What stands above it.</param>
    public void Add(AgentConfiguration agent, SecretReferences secrets, string title)
    {
        var sources = agent.Sources.Select(component => NodeOf(NodeKind.Source, component, secrets)).ToList();
        var channels = agent.Channels.ToDictionary(static component => component.Name, component => NodeOf(NodeKind.Channel, component, secrets), StringComparer.Ordinal);
        var sinks = agent.Sinks.ToDictionary(static component => component.Name, component => NodeOf(NodeKind.Sink, component, secrets), StringComparer.Ordinal);
        _sources.AddRange(sources.Zip(agent.Sources));
        _sinks.AddRange(agent.Sinks.Select(component => (sinks[component.Name], component, secrets)));
        var groups = agent.SinkGroups.Select(group => new GraphGroup(
            Id("g"), $"{group.Name}: {ShortType(group.Type)}", [.. group.Properties.GetNames("sinks").Where(sinks.ContainsKey).Select(name => sinks[name])])).ToList();
        var grouped = groups.SelectMany(static group => group.Sinks).ToHashSet();
        _agents.Add(new(
            Id("a"),
            title,
            sources,
            [.. channels.Values],
            groups,
            [.. sinks.Values.Where(sink => !grouped.Contains(sink))],
            [
                .. agent.Sources.Zip(sources).SelectMany(pair => Routes.Of(pair.First).Select(route => new GraphEdge(pair.Second, channels[route.Channel], route.Label, route.IsOptional))),
                .. agent.Sinks.Select(component => new GraphEdge(channels[component.Properties["channel"]!], sinks[component.Name])),
            ]));
    }

    /// <summary>The topology of all agents added.</summary>
    public Topology Build() => new(_agents, [.. _sinks.SelectMany(LinksOf)]);

    /// <summary>A type as it is shown: an alias, or a class without its package.</summary>
    public static string ShortType(string type) => type[(type.LastIndexOf('.') + 1)..].Replace("$Builder", "", StringComparison.Ordinal);

    // A sink that speaks to a host and port, and the sources that listen there. One that listens on every address counts only where none names the host.
    private IEnumerable<GraphEdge> LinksOf((GraphNode Node, ComponentConfiguration Component, SecretReferences Secrets) sink)
    {
        var (protocol, host, port) = (ProtocolOf(sink.Component), sink.Component.Properties["hostname"], sink.Component.Properties["port"]);
        if (protocol is null || port is null)
        {
            return [];
        }

        var listening = _sources.Where(source => ProtocolOf(source.Component) == protocol && source.Component.Properties["port"] == port).ToList();
        var exact = listening.Where(source => string.Equals(source.Component.Properties["bind"], host, StringComparison.OrdinalIgnoreCase)).ToList();
        return (exact.Count > 0 ? exact : listening.Where(static source => source.Component.Properties["bind"] is null or "0.0.0.0" or "::" or "*"))
            .Select(source => new GraphEdge(sink.Node, source.Node, $"{protocol} {Shown(sink.Component, sink.Secrets, "hostname")}:{Shown(sink.Component, sink.Secrets, "port")}"));
    }

    private static string? ProtocolOf(ComponentConfiguration component) => ShortType(component.Type).ToUpperInvariant() switch
    {
        "AVRO" or "AVROSINK" or "AVROSOURCE" => "avro",
        "THRIFT" or "THRIFTSINK" or "THRIFTSOURCE" => "thrift",
        _ => null,
    };

    private GraphNode NodeOf(NodeKind kind, ComponentConfiguration component, SecretReferences secrets) => new(Id("n"), kind, component.Name, ShortType(component.Type), [.. DetailsOf(component, secrets)]);

    private static IEnumerable<string> DetailsOf(ComponentConfiguration component, SecretReferences secrets)
    {
        var properties = component.Properties;
        if (Shown(component, secrets, "port") is { } port)
        {
            var host = Shown(component, secrets, "hostname", "bind", "host");
            yield return host is null ? $"port {port}" : $"{host}:{port}";
        }

        if (Array.Find(Telling, key => properties[key] is not null) is { } telling)
        {
            var value = Shown(component, secrets, telling)!;
            yield return Cut(telling == "capacity" ? $"capacity {value}" : value);
        }

        var interceptors = properties.GetNames("interceptors");
        if (interceptors.Count > 0)
        {
            yield return Cut(string.Join(", ", interceptors.Select(name => ShortType(properties[$"interceptors.{name}.type"] ?? name))));
        }
    }

    // The value of the first of some keys that is set, as it may be shown.
    private static string? Shown(ComponentConfiguration component, SecretReferences secrets, params string[] keys) =>
        keys.Select(key => component.Properties.TryGet(key, out var property) ? secrets.Show(property) : null).FirstOrDefault(static value => value is not null);

    private static string Cut(string text) => text.Length <= LongestDetail ? text : text[..(LongestDetail - 1)] + "…";

    private string Id(string letter) => letter + (_next++).ToString(CultureInfo.InvariantCulture);
}
