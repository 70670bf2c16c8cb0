using System.CommandLine;
using FlumeSharp.Agent.Commands.Syntax;
using FlumeSharp.Agent.Hosting;
using FlumeSharp.Configuration;

namespace FlumeSharp.Agent.Commands.Graph;

/// <summary><c>flumesharp graph</c>: draws the topology of a configuration, across agents where several are given.</summary>
internal static class GraphCommand
{
    // Configuration filters, and the programs that some of them start, are left alone: no drawing needs a secret.
    private const string NobodysName = "";

    public static VerbCommand Create()
    {
        var options = new AgentOptions();
        var files = new Argument<string[]>("FILE") { Description = "Files to draw, each a configuration of its own; '-' is standard input. Files that one agent merges are given with -f.", Arity = ArgumentArity.ZeroOrMore };
        var format = new Option<string>("--format") { Description = "mermaid for Markdown, dot for Graphviz, or a finished svg.", HelpName = "mermaid|dot|svg", DefaultValueFactory = static _ => "mermaid" };
        format.AcceptOnlyFromAmong("mermaid", "dot", "svg");
        var target = new Option<string?>("--output", "-o") { Description = "File to write; standard output when left out.", HelpName = "FILE" };
        var command = new VerbCommand(
            "graph",
            "Draws how events flow, between agents too where several are given.",
            "flumesharp graph conf/flume-agent.conf\nflumesharp graph --format svg -o flume.svg edge.conf collector.conf\nflumesharp graph -u https://config.example/flume.conf")
        {
            files, format, target,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        foreach (var option in options.OfTool("draw"))
        {
            command.Add(option);
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            var streams = result.InvocationConfiguration;
            var problems = new List<string>();
            var alone = result.GetValue(files) ?? [];
            return options.Read(result, needsName: false, problems, alone) is { } arguments
                ? await DrawAsync([.. arguments.Separate(alone)], result.GetValue(format)!, result.GetValue(target), streams, cancellationToken).ConfigureAwait(false)
                : Usage.Refuse(streams.Error, "graph", problems);
        });
        return command;
    }

    // Each configuration by itself: those of two machines may well name their agents alike.
    private static async Task<int> DrawAsync(
        IReadOnlyList<AgentArguments> configurations, string format, string? target, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        var wanted = configurations[0].Name;
        var registry = KnownComponents.Load(configurations[0].PluginPaths, out _);
        var builder = new TopologyBuilder();
        var agents = 0;
        var isReadable = true;
        foreach (var arguments in configurations)
        {
            var (configuration, _, place) = await AgentSource.LoadOnceAsync(arguments with { Name = NobodysName }, registry, cancellationToken).ConfigureAwait(false);
            isReadable &= configuration.IsReadable;
            var secrets = new SecretReferences(configuration);
            foreach (var problem in configuration.Problems.Where(static problem => problem.Severity == ProblemSeverity.Error))
            {
                await streams.Error.WriteLineAsync($"flumesharp: {problem}").ConfigureAwait(false);
            }

            foreach (var agent in configuration.Agents.Values.Where(agent => wanted is null || agent.Name == wanted))
            {
                builder.Add(agent, secrets, configurations.Count > 1 ? $"{agent.Name} ({(File.Exists(place) ? Path.GetFileName(place) : place)})" : agent.Name);
                agents++;
            }
        }

        // A picture of the rest would look like one of the whole.
        if (!isReadable)
        {
            return ExitCodes.Usage;
        }

        if (agents == 0)
        {
            return Usage.Refuse(streams.Error, "graph", [wanted is null ? "There is no agent to draw." : $"There is no agent '{wanted}' to draw."]);
        }

        using var text = new StringWriter();
        Action<Topology, TextWriter> write = format switch { "dot" => DotGraph.Write, "svg" => SvgGraph.Write, _ => MermaidGraph.Write };
        write(builder.Build(), text);
        if (target is null)
        {
            await streams.Output.WriteAsync(text.ToString()).ConfigureAwait(false);
        }
        else
        {
            await File.WriteAllTextAsync(target, text.ToString(), cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Ok;
    }
}
