using System.Collections.Immutable;
using FlumeSharp.Configuration;

namespace FlumeSharp.Runtime;

/// <summary>
/// What should run, and everything that is wrong or doubtful about it: an immutable value made from a configuration and a registry
/// alone. Running, checking and explaining a configuration all start from here.
/// </summary>
/// <param name="AgentName">The agent.</param>
/// <param name="Channels">Its channels in declared order.</param>
/// <param name="Sources">Its sources in declared order.</param>
/// <param name="SinkRunners">Its sinks, by the loop that runs them.</param>
/// <param name="Problems">Problems of the file and of the components, in the order they were found.</param>
public sealed record PipelinePlan(
    string AgentName,
    ImmutableArray<ChannelPlan> Channels,
    ImmutableArray<SourcePlan> Sources,
    ImmutableArray<SinkRunnerPlan> SinkRunners,
    ImmutableArray<ConfigurationProblem> Problems)
{
    /// <summary>All sinks.</summary>
    public IEnumerable<SinkPlan> Sinks => SinkRunners.SelectMany(static runner => runner.Sinks);

    /// <summary>Whether there is nothing to run.</summary>
    public bool IsEmpty => Sources.IsEmpty && SinkRunners.IsEmpty;

    /// <summary>Whether any problem is an error.</summary>
    public bool HasErrors => Problems.Any(static problem => problem.Severity == ProblemSeverity.Error);
}
