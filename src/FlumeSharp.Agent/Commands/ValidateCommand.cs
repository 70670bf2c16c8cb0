using System.CommandLine;
using System.Globalization;
using FlumeSharp.Agent.Hosting;
using FlumeSharp.Configuration;
using FlumeSharp.Runtime;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp validate</c>: says everything that is wrong with configuration files, and starts nothing.</summary>
internal static class ValidateCommand
{
    public static VerbCommand Create()
    {
        var options = new AgentOptions();
        var command = new VerbCommand(
            "validate", "Checks configuration files without running anything.", "flumesharp validate -f conf/flume-agent.conf\nflumesharp validate -f base.conf -f site.conf -n a1 --strict")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        foreach (var option in options.OfValidate)
        {
            command.Add(option);
        }

        command.SetAction(async (result, _) =>
        {
            var problems = new List<string>();
            var streams = result.InvocationConfiguration;
            return options.Read(result, needsName: false, problems) is { } arguments
                ? await RunAsync(arguments, streams.Output).ConfigureAwait(false)
                : Usage.Refuse(streams.Error, "validate", problems);
        });
        return command;
    }

    /// <summary>Checks and reports: a line per problem, then a summary.</summary>
    /// <returns><see cref="ExitCodes.Ok"/>, or <see cref="ExitCodes.Usage"/> when there is an error.</returns>
    public static async Task<int> RunAsync(AgentArguments arguments, TextWriter output)
    {
        var registry = KnownComponents.Load(arguments.PluginPaths, out var plugins);
        var configuration = await AgentSource.LoadOnceAsync(arguments, registry, CancellationToken.None).ConfigureAwait(false);
        var planner = new Planner(registry, MachineLimits.From(arguments));
        var names = arguments.Name is { } one ? [one] : configuration.Agents.Keys.ToList();
        var problems = new List<ConfigurationProblem>(configuration.Problems);
        foreach (var name in names)
        {
            // Every plan repeats the problems of the files; they are said once.
            problems.AddRange(planner.Plan(configuration, name).Problems.Skip(configuration.Problems.Count));
        }

        if (configuration.DeclaredAgentNames.Count == 0 && arguments.Name is null)
        {
            problems.Add(new(
                ProblemSeverity.Error, PlanProblems.UnknownAgent, "No agent is defined", new(arguments.Sources.ToString(), 0), null, "lines look like 'a1.sources = r1'"));
        }

        foreach (var plugin in plugins.Where(static plugin => plugin.Problem is not null))
        {
            await output.WriteLineAsync($"{plugin.Folder}: error: {plugin.Problem}").ConfigureAwait(false);
        }

        // From the top of the files to their end, as people go through them.
        foreach (var problem in problems.OrderBy(problem => OrderOf(problem.Location, arguments)).ThenBy(static problem => problem.Location?.Line))
        {
            await output.WriteLineAsync(Describe(problem, arguments)).ConfigureAwait(false);
        }

        var errors = problems.Count(static problem => problem.Severity == ProblemSeverity.Error) + plugins.Count(static plugin => plugin.Problem is not null);
        var warnings = problems.Count(static problem => problem.Severity == ProblemSeverity.Warning);
        var agents = names.Count > 0 ? names : [.. configuration.DeclaredAgentNames];
        await output.WriteLineAsync($"{Count(errors, "error")}, {Count(warnings, "warning")} in {Count(Math.Max(1, arguments.Sources.Uris.Count > 0 ? arguments.Sources.Uris.Count : arguments.Files.Count), "file")}; "
            + (agents.Count == 0 ? "no agent." : $"agent{(agents.Count == 1 ? "" : "s")} {string.Join(", ", agents)}.")).ConfigureAwait(false);
        return errors > 0 || (arguments.IsStrict && warnings > 0) ? ExitCodes.Usage : ExitCodes.Ok;
    }

    private static int OrderOf(SourceLocation? location, AgentArguments arguments) =>
        arguments.Files.TakeWhile(file => location is not null && file != location.File).Count();

    // As compilers write it, so that editors find the place: file:line: severity code: message; remedy.
    private static string Describe(ConfigurationProblem problem, AgentArguments arguments)
    {
        var place = problem.Location ?? new SourceLocation(arguments.Sources.ToString(), 0);
        return $"{place}: {problem.Severity.ToString().ToLowerInvariant()} {problem.Code}: {problem with { Location = null }}";
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
