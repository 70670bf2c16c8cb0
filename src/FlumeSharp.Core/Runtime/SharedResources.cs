using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FlumeSharp.Configuration;
using FlumeSharp.Options;

namespace FlumeSharp.Runtime;

// Finds components of one agent of which only the first can start: channels in the same folder, sources on the same port.
internal static class SharedResources
{
    public static void Check(ImmutableArray<ChannelPlan> channels, ImmutableArray<SourcePlan> sources, List<ConfigurationProblem> problems)
    {
        CheckFolders(channels, problems);
        CheckPorts(sources, problems);
    }

    private static void CheckFolders(ImmutableArray<ChannelPlan> channels, List<ConfigurationProblem> problems)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var channel in channels)
        {
            var folders = (channel.Options as IHasStorage)?.StorageFolders.Select(Path.TrimEndingDirectorySeparator).Distinct(StringComparer.Ordinal).ToList() ?? [];
            if (folders.Find(owners.ContainsKey) is { } shared)
            {
                var what = $"it keeps its events in '{shared}', as channel '{owners[shared]}' does";
                problems.Add(Warning(channel, LocationOf(channel, shared), what, "give each channel folders of its own ('checkpointDir' and 'dataDirs')"));
            }

            folders.ForEach(folder => owners.TryAdd(folder, channel.Name));
        }
    }

    private static void CheckPorts(ImmutableArray<SourcePlan> sources, List<ConfigurationProblem> problems)
    {
        var byPort = new Dictionary<int, List<(SourcePlan Source, string? Bind)>>();
        foreach (var source in sources)
        {
            // The system gives every one that asks for port 0 another.
            if (source.Options is not IListens { Port: not 0 } listener)
            {
                continue;
            }

            if (!byPort.TryGetValue(listener.Port, out var earlier))
            {
                byPort[listener.Port] = earlier = [];
            }

            if (earlier.Find(other => MayBeSame(other.Bind, listener.Bind) || MayBeSame(listener.Bind, other.Bind)).Source is { } first)
            {
                var what = $"it listens on port {listener.Port.ToString(CultureInfo.InvariantCulture)}, as source '{first.Name}' does";
                problems.Add(Warning(source, source.Properties.TryGet("port", out var property) ? property.Location : source.Location, what, "give each source a port of its own"));
            }

            earlier.Add((source, listener.Bind));
        }
    }

    private static ConfigurationProblem Warning(ComponentPlan plan, SourceLocation location, string what, string remedy) => new(
        ProblemSeverity.Warning, PlanProblems.SharedResource, $"{PlanBinder.Label(plan)}: {what}; only one of the two can start", location, PlanBinder.Label(plan), remedy);

    // The line that names the folder, where one does: it may be a default.
    private static SourceLocation LocationOf(ChannelPlan channel, string folder)
    {
        foreach (var key in channel.Properties.Keys)
        {
            if (channel.Properties.TryGet(key, out var property) && property.Value.Contains(folder, StringComparison.Ordinal))
            {
                return property.Location;
            }
        }

        return channel.Location;
    }

    // Names are compared as they are written, not looked up.
    private static bool MayBeSame(string? one, string? other) => one switch
    {
        null or "" or "*" or "::" or "[::]" => true,
        "0.0.0.0" => !(IPAddress.TryParse(other, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6),
        _ => string.Equals(one, other, StringComparison.OrdinalIgnoreCase),
    };
}
