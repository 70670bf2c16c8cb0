using System.Collections.Immutable;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Runtime;

/// <summary>Makes a plan from a configuration. Pure: it reads no file and starts nothing.</summary>
/// <remarks>
/// As in Flume, a component that is wrong is left out and the rest is planned: channels first, then sources and sinks on what is
/// left, then sink groups.
/// </remarks>
public sealed class Planner(ComponentRegistry registry, AgentResources resources)
{
    private const int MostListed = 8;

    /// <summary>Plans one agent.</summary>
    public PipelinePlan Plan(FlumeConfiguration configuration, string agentName)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var problems = new List<ConfigurationProblem>(configuration.Problems);
        if (!configuration.Agents.TryGetValue(agentName, out var agent))
        {
            // Of files that could not be read nobody knows which agents they define.
            if (configuration.IsReadable)
            {
                problems.Add(UnknownAgent(configuration, agentName));
            }

            return new(agentName, [], [], [], [.. problems]);
        }

        var binder = new PlanBinder(registry, problems);
        var channels = PlanChannels(agent, binder);
        var sources = new SourcePlanner(binder, channels).Plan(agent.Sources);
        var sinks = new SinkPlanner(binder, channels).Plan(agent.Sinks);
        var runners = new SinkGroupPlanner(binder, sinks).Plan(agent.SinkGroups);
        var used = KeepUsed(channels, sources, runners, problems);
        CheckMemory(used, problems);
        SharedResources.Check(used, sources, problems);
        return new(agentName, used, sources, runners, [.. problems]);
    }

    private static ConfigurationProblem UnknownAgent(FlumeConfiguration configuration, string agentName)
    {
        var names = configuration.DeclaredAgentNames;
        if (configuration.Problems.Any(static problem => problem is { Severity: ProblemSeverity.Error, Code: ProblemCodes.FileUnreadable or ProblemCodes.UriUnreadable }))
        {
            return new(ProblemSeverity.Error, PlanProblems.UnknownAgent, $"Agent '{agentName}' is not known, for its configuration cannot be read", null, agentName, "the problems above say why");
        }

        var isRemoved = names.Contains(agentName, StringComparer.Ordinal);
        var text = isRemoved
            ? $"Agent '{agentName}' has nothing left to run; the problems above say why"
            : $"Agent '{agentName}' is not defined";
        var remedy = isRemoved ? "correct them" : names.Count == 0
            ? "the files define no agent at all: lines look like 'a1.sources = r1'"
            : $"the files define: {string.Join(", ", names)}; name one of them with -n";
        return new(ProblemSeverity.Error, PlanProblems.UnknownAgent, text, null, agentName, remedy);
    }

    private static Dictionary<string, ChannelPlan> PlanChannels(AgentConfiguration agent, PlanBinder binder)
    {
        var channels = new Dictionary<string, ChannelPlan>(StringComparer.Ordinal);
        foreach (var channel in agent.Channels)
        {
            if (binder.Bind(channel, static key => key == "type") is { } bound)
            {
                channels[channel.Name] = new(
                    channel.Name, bound.Descriptor, bound.Options, channel.Properties, channel.Location, Fingerprint.Of(bound.Descriptor, channel.Properties));
            }
        }

        return channels;
    }

    private static ImmutableArray<ChannelPlan> KeepUsed(
        Dictionary<string, ChannelPlan> channels, ImmutableArray<SourcePlan> sources, ImmutableArray<SinkRunnerPlan> runners, List<ConfigurationProblem> problems)
    {
        var used = sources.SelectMany(static s => s.Channels).Concat(runners.SelectMany(static r => r.Sinks).Select(static s => s.Channel)).ToHashSet(StringComparer.Ordinal);
        foreach (var unused in channels.Values.Where(c => !used.Contains(c.Name)))
        {
            problems.Add(new(
                ProblemSeverity.Warning,
                PlanProblems.UnusedChannel,
                $"Channel '{unused.Name}' has no components connected and has been removed",
                unused.Location,
                PlanBinder.Label(unused),
                "connect a source or a sink to it, or remove it"));
        }

        return [.. channels.Values.Where(c => used.Contains(c.Name))];
    }

    private static string Listed(List<ChannelPlan> channels) =>
        string.Join(", ", channels.Take(MostListed).Select(static c => $"'{c.Name}'")) + (channels.Count > MostListed ? $" and {channels.Count - MostListed} more" : "");

    private void CheckMemory(ImmutableArray<ChannelPlan> channels, List<ConfigurationProblem> problems)
    {
        var inMemory = channels.Where(static c => c.Options is IHasByteCapacity).ToList();
        var total = inMemory.Sum(c => (double)(((IHasByteCapacity)c.Options!).ByteCapacity ?? resources.DefaultByteCapacity));
        if (total > resources.DefaultByteCapacity)
        {
            problems.Add(new(
                ProblemSeverity.Warning,
                PlanProblems.TooMuchMemory,
                $"The memory channels {Listed(inMemory)} may together hold {total / (1 << 20):F0} MiB of events, more than {AgentResources.ChannelShare:P0} of the {resources.MemoryLimit / (1 << 20)} MiB there are",
                inMemory[0].Location,
                null,
                "set 'byteCapacity' on each of them"));
        }
    }
}
