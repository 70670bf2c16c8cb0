using FlumeSharp.Configuration;
using FlumeSharp.Configuration.Sources;
using FlumeSharp.Runtime;

namespace FlumeSharp.Agent.Hosting.Reload;

/// <summary>What a configuration means for the one agent of this process.</summary>
/// <param name="Snapshot">What the source said.</param>
/// <param name="Plan">What should run.</param>
/// <param name="Problems">The problems of the files and of this agent; the mistakes of other agents in the same files are not its business.</param>
internal sealed record Configured(ConfigurationSnapshot Snapshot, PipelinePlan Plan, IReadOnlyList<ConfigurationProblem> Problems)
{
    /// <summary>The errors among the problems.</summary>
    public IEnumerable<ConfigurationProblem> Errors => Problems.Where(static problem => problem.Severity == ProblemSeverity.Error);

    /// <summary>Why there is nothing that could run; <see langword="null"/> when there is something.</summary>
    public string? Missing =>
        !Snapshot.IsAvailable ? FirstOf(Errors.Where(static problem => problem.Code != PlanProblems.UnknownAgent))
        : Problems.FirstOrDefault(static problem => problem.Code == PlanProblems.UnknownAgent) is { } unknown ? (unknown with { Location = null }).ToString()
        : Plan.IsEmpty ? "no source and no sink is left to run; the problems above say why"
        : null;

    /// <summary>The first of some errors, and how many more there are.</summary>
    public static string FirstOf(IEnumerable<ConfigurationProblem> errors)
    {
        var all = errors.ToList();
        return all.Count switch
        {
            0 => "no error says why",
            1 => all[0].ToString(),
            _ => $"{all[0]} (and {all.Count - 1} further error{(all.Count == 2 ? "" : "s")})",
        };
    }

    /// <summary>Plans an agent.</summary>
    public static Configured From(ConfigurationSnapshot snapshot, Planner planner, string agentName)
    {
        var configuration = snapshot.Configuration;
        var plan = planner.Plan(configuration, agentName);
        var others = configuration.DeclaredAgentNames.Where(name => name != agentName).ToHashSet(StringComparer.Ordinal);
        var ofFiles = configuration.Problems.Where(problem => problem.Component is null || !others.Contains(problem.Component.Split('.')[0]));
        return new(snapshot, plan, [.. ofFiles, .. plan.Problems.Skip(configuration.Problems.Count)]);
    }

    /// <summary>The problems that another configuration does not have, wherever their lines stand.</summary>
    public IEnumerable<ConfigurationProblem> NewSince(Configured other)
    {
        var known = other.Problems.Select(static problem => (problem.Code, problem.Message)).ToHashSet();
        return Problems.Where(problem => !known.Contains((problem.Code, problem.Message)));
    }
}
