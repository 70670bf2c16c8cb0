using FlumeSharp.Configuration;

namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>What the selector of a source does with its channels, as its keys say.</summary>
internal static class Routes
{
    private const string Mapping = "selector.mapping.";
    private const string Optional = "selector.optional.";

    /// <summary>The channels of a source in their order.</summary>
    public static IEnumerable<Route> Of(ComponentConfiguration source)
    {
        var properties = source.Properties;
        var channels = properties.GetNames("channels");
        return TopologyBuilder.ShortType(properties["selector.type"] ?? "replicating").ToUpperInvariant() switch
        {
            "REPLICATING" or "REPLICATINGCHANNELSELECTOR" => channels.Select(channel => properties.GetNames("selector.optional").Contains(channel, StringComparer.Ordinal)
                ? new Route(channel, "optional", true)
                : new Route(channel, "", false)),
            "MULTIPLEXING" or "MULTIPLEXINGCHANNELSELECTOR" => channels.Select(channel => Multiplexed(properties, channel)),
            "LOAD_BALANCING" or "LOADBALANCINGCHANNELSELECTOR" => channels.Select(channel => new Route(channel, channels.Count > 1 ? properties["selector.policy"] ?? "round_robin" : "", false)),
            _ => channels.Select(channel => new Route(channel, TopologyBuilder.ShortType(properties["selector.type"]!), false)),
        };
    }

    private static Route Multiplexed(ComponentProperties properties, string channel)
    {
        var header = properties["selector.header"] ?? "flume.selector.header";
        var required = ValuesOf(properties, Mapping, channel);
        var optional = ValuesOf(properties, Optional, channel);
        var isDefault = properties.GetNames("selector.default").Contains(channel, StringComparer.Ordinal);
        var labels = new List<string>();
        if (required.Count + optional.Count > 0)
        {
            labels.Add($"{header} = {string.Join(", ", [.. required, .. optional])}");
        }

        if (isDefault)
        {
            labels.Add("else");
        }

        return labels.Count == 0 ? new(channel, "never", true) : new(channel, string.Join("; ", labels), required.Count == 0 && !isDefault);
    }

    private static List<string> ValuesOf(ComponentProperties properties, string prefix, string channel) =>
        [.. properties.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && properties.GetNames(key).Contains(channel, StringComparer.Ordinal)).Select(key => key[prefix.Length..])];
}
