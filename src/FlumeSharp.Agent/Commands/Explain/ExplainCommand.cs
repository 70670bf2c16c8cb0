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
        var options = new AgentOptions();
        var words = new Argument<string[]>("FILE") { Description = "Configuration files, merged in their order, '-' is standard input; or codes of problems such as FS1030.", Arity = ArgumentArity.ZeroOrMore };
        var command = new VerbCommand(
            "explain",
            "Says in words what an agent will do, where it can lose events, and where each value comes from.",
            "flumesharp explain conf/flume-agent.conf\nflumesharp explain base.conf site.conf -n a1\nflumesharp explain -n a1 -z zk1:2181,zk2:2181 -p /flume\nflumesharp explain FS1030")
        {
            words,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        foreach (var option in options.OfTool("explain"))
        {
            command.Add(option);
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            var streams = result.InvocationConfiguration;
            var files = result.GetValue(words) ?? [];
            if (files.Length > 0 && files.All(static word => Code().IsMatch(word) && !File.Exists(word)))
            {
                return ExplainCodes(files, streams);
            }

            var problems = new List<string>();
            var arguments = options.Read(result, needsName: false, problems, files);
            if (files.Length > 0 && arguments?.Sources is { ReadsFiles: false })
            {
                problems.Add($"'{files[0]}' would not be read beside -u, -z or --conf-provider; leave it out, or give it as a file: URI with -u.");
            }

            return arguments is not null && problems.Count == 0
                ? await ExplainAgentsAsync(arguments, streams, cancellationToken).ConfigureAwait(false)
                : Usage.Refuse(streams.Error, "explain", problems);
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

    private static async Task<int> ExplainAgentsAsync(AgentArguments arguments, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        var wanted = arguments.Name;
        var registry = KnownComponents.Load(arguments.PluginPaths, out _);
        var (configuration, _, _) = await AgentSource.LoadOnceAsync(arguments, registry, cancellationToken).ConfigureAwait(false);
        var resources = MachineLimits.From(arguments);
        var planner = new Planner(registry, resources);
        IReadOnlyList<string> names = wanted is null ? [.. configuration.Agents.Keys] : [wanted];
        var secrets = new SecretReferences(configuration);
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
            new AgentExplanation(plan, agent, configuration, resources, secrets, streams.Output).Write();
        }

        return names.Count > 0 ? ExitCodes.Ok
            : Usage.Refuse(streams.Error, "explain", [.. configuration.Problems.Where(static problem => problem.Severity == ProblemSeverity.Error).Select(static problem => problem.ToString()), "There is no agent to explain."]);
    }

    [GeneratedRegex(@"^FS\d{4}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
