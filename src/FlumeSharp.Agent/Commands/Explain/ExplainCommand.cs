using System.CommandLine;
using System.Text.RegularExpressions;
using FlumeSharp.Agent.Commands.Syntax;
using FlumeSharp.Agent.Hosting;
using FlumeSharp.Configuration;
using FlumeSharp.Runtime;

namespace FlumeSharp.Agent.Commands.Explain;

/// <summary><c>flumesharp explain</c>: says in words what an agent will do, or what a problem's code means.</summary>
internal static partial class ExplainCommand
{
    public static VerbCommand Create()
    {
        var input = new ToolInput();
        input.Files.Description = "Configuration files, merged in their order; or codes of problems such as FS1030.";
        var command = new VerbCommand(
            "explain",
            "Says in words what an agent will do, where it can lose events, and where each value comes from.",
            "flumesharp explain conf/flume-agent.conf\nflumesharp explain base.conf site.conf -n a1\nflumesharp explain FS1030");
        input.AddTo(command);
        command.SetAction(result =>
        {
            var streams = result.InvocationConfiguration;
            var words = result.GetValue(input.Files)!;
            return words.All(static word => Code().IsMatch(word) && !File.Exists(word)) ? ExplainCodes(words, streams) : ExplainAgents(input, result, streams);
        });
        return command;
    }

    private static int ExplainCodes(string[] codes, InvocationConfiguration streams)
    {
        var unknown = codes.Where(static code => ProblemGuide.Find(code) is null).ToList();
        if (unknown.Count > 0)
        {
            return Usage.Refuse(streams.Error, "explain", unknown.Select(static code => $"There is no problem {code}; docs/reference/problems.md has them all."));
        }

        foreach (var code in codes)
        {
            var entry = ProblemGuide.Find(code)!;
            streams.Output.WriteLine($"{entry.Code}: {entry.Title}\n\n{entry.Text}\n");
        }

        return ExitCodes.Ok;
    }

    private static int ExplainAgents(ToolInput input, ParseResult result, InvocationConfiguration streams)
    {
        var environment = input.Environment(result);
        var configuration = FlumeConfiguration.Load(result.GetValue(input.Files)!, environment);
        var resources = AgentResources.Detect();
        var planner = new Planner(KnownComponents.Load(input.PluginPaths(result), out _), resources);
        var wanted = result.GetValue(input.Name);
        IReadOnlyList<string> names = wanted is null ? [.. configuration.Agents.Keys] : [wanted];
        var texts = new SourceTexts(environment.Encoding);
        var isFirst = true;
        foreach (var name in names)
        {
            var plan = planner.Plan(configuration, name);
            if (!configuration.Agents.TryGetValue(name, out var agent))
            {
                return Usage.Refuse(streams.Error, "explain", plan.Problems.Where(static problem => problem.Severity == ProblemSeverity.Error).Select(static problem => problem.ToString()));
            }

            streams.Output.Write(isFirst ? "" : "\n");
            isFirst = false;
            new AgentExplanation(plan, agent, resources, texts, streams.Output).Write();
        }

        return names.Count > 0 ? ExitCodes.Ok
            : Usage.Refuse(streams.Error, "explain", [.. configuration.Problems.Where(static problem => problem.Severity == ProblemSeverity.Error).Select(static problem => problem.ToString()), "There is no agent to explain."]);
    }

    [GeneratedRegex(@"^FS\d{4}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
