using FlumeSharp.Agent.Commands.Syntax;
using FlumeSharp.Agent.Hosting;
using FlumeSharp.Configuration;
using FlumeSharp.Runtime;

namespace FlumeSharp.Agent.Commands.Validate;

/// <summary>Reads and plans all agents of a configuration, and finds the place of everything that is wrong.</summary>
internal static class ConfigurationCheck
{
    /// <summary>Checks the files, or what else the configuration comes from, merged in their order.</summary>
    /// <exception cref="FlumeException">The command line names a class that no plug-in has.</exception>
    public static async Task<CheckResult> RunAsync(AgentArguments arguments, CancellationToken cancellationToken)
    {
        var registry = KnownComponents.Load(arguments.PluginPaths, out var plugins);
        var (configuration, isAvailable, _) = await AgentSource.LoadOnceAsync(arguments, registry, cancellationToken).ConfigureAwait(false);
        var whole = arguments.Sources.ToString();
        var planner = new Planner(registry, MachineLimits.From(arguments));
        var names = arguments.Name is { } one ? [one] : configuration.Agents.Keys.ToList();
        var problems = new List<ConfigurationProblem>(configuration.Problems);
        foreach (var name in names)
        {
            // Every plan repeats the problems of the files; they are said once.
            problems.AddRange(planner.Plan(configuration, name).Problems.Skip(configuration.Problems.Count));
        }

        // Of files that could not be read nobody knows which agents they define.
        if (configuration is { IsReadable: true, DeclaredAgentNames.Count: 0 } && arguments.Name is null && isAvailable)
        {
            problems.Add(new(
                ProblemSeverity.Error, PlanProblems.UnknownAgent, "No agent is defined", new(whole, 0), null, "lines look like 'a1.sources = r1'"));
        }

        var places = new FindingPlaces(new SourceTexts(arguments.Encoding, arguments.Sources.StandardInput));
        return new(
            arguments.Sources.Uris.Count > 0 ? arguments.Sources.Uris : arguments.Files.Count > 0 ? arguments.Files : [whole],
            names.Count > 0 ? names : [.. configuration.DeclaredAgentNames],
            [
                // From the top of the files to their end, as people go through them.
                .. problems.OrderBy(problem => OrderOf(problem.Location, arguments)).ThenBy(static problem => problem.Location?.Line)
                    .Select(problem => places.Locate(problem, whole)),
            ],
            [.. plugins.Where(static plugin => plugin.Problem is not null)])
        {
            IsStrict = arguments.IsStrict,
        };
    }

    private static int OrderOf(SourceLocation? location, AgentArguments arguments) =>
        arguments.Files.TakeWhile(file => location is not null && file != location.File).Count();
}
