using System.CommandLine;
using FlumeSharp.Configuration;

namespace FlumeSharp.Agent.Commands.Graph;

/// <summary><c>flumesharp graph</c>: draws the topology of a configuration, across agents where several are given.</summary>
internal static class GraphCommand
{
    public static VerbCommand Create()
    {
        var input = new ToolInput();
        var format = new Option<string>("--format") { Description = "mermaid for Markdown, dot for Graphviz, or a finished svg.", HelpName = "mermaid|dot|svg", DefaultValueFactory = static _ => "mermaid" };
        format.AcceptOnlyFromAmong("mermaid", "dot", "svg");
        var target = new Option<string?>("--output", "-o") { Description = "File to write; standard output when left out.", HelpName = "FILE" };
        var command = new VerbCommand(
            "graph",
            "Draws how events flow, between agents too where several are given.",
            "flumesharp graph conf/flume-agent.conf\nflumesharp graph --format svg -o flume.svg edge.conf collector.conf");
        input.AddTo(command);
        command.Add(format);
        command.Add(target);
        command.SetAction(result => Run(input, result, result.GetValue(format)!, result.GetValue(target)));
        return command;
    }

    private static int Run(ToolInput input, ParseResult result, string format, string? target)
    {
        var streams = result.InvocationConfiguration;
        var files = result.GetValue(input.Files)!;
        var wanted = result.GetValue(input.Name);
        var builder = new TopologyBuilder();
        var agents = 0;
        foreach (var file in files)
        {
            // Each file is a configuration of its own: those of two machines may well name their agents alike.
            var configuration = FlumeConfiguration.Load([file], input.Environment(result));
            foreach (var problem in configuration.Problems.Where(static problem => problem.Severity == ProblemSeverity.Error))
            {
                streams.Error.WriteLine($"flumesharp: {problem}");
            }

            foreach (var agent in configuration.Agents.Values.Where(agent => wanted is null || agent.Name == wanted))
            {
                builder.Add(agent, files.Length > 1 ? $"{agent.Name} ({Path.GetFileName(file)})" : agent.Name);
                agents++;
            }
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
            streams.Output.Write(text);
        }
        else
        {
            File.WriteAllText(target, text.ToString());
        }

        return ExitCodes.Ok;
    }
}
