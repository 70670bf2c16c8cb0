namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>A topology in the language of Graphviz.</summary>
internal static class DotGraph
{
    public static void Write(Topology topology, TextWriter output)
    {
        output.WriteLine("digraph flume {");
        output.WriteLine("  rankdir=LR; compound=true; fontname=\"Helvetica\";");
        output.WriteLine("  node [fontname=\"Helvetica\", fontsize=11, style=\"filled\"]; edge [fontname=\"Helvetica\", fontsize=10];");
        foreach (var agent in topology.Agents)
        {
            output.WriteLine($"  subgraph cluster_{agent.Id} {{");
            output.WriteLine($"    label={Quote(agent.Title)}; style=\"rounded\"; color=\"#c4cad3\";");
            foreach (var node in agent.Sources.Concat(agent.Channels).Concat(agent.Sinks))
            {
                output.WriteLine($"    {NodeOf(node)}");
            }

            foreach (var group in agent.Groups)
            {
                output.WriteLine($"    subgraph cluster_{group.Id} {{ label={Quote(group.Title)}; style=\"rounded,dashed\"; {string.Concat(group.Sinks.Select(static node => NodeOf(node) + " "))}}}");
            }

            output.WriteLine("  }");
        }

        foreach (var edge in topology.Agents.SelectMany(static agent => agent.Edges).Concat(topology.Links))
        {
            var label = edge.Label.Length > 0 ? $"label={Quote(edge.Label)}" : "";
            var style = edge.IsOptional ? "style=dashed" : "";
            output.WriteLine($"  {edge.From.Id} -> {edge.To.Id} [{string.Join(", ", new[] { label, style }.Where(static part => part.Length > 0))}];");
        }

        output.WriteLine("}");
    }

    private static string NodeOf(GraphNode node)
    {
        var (shape, color) = node.Kind switch
        {
            NodeKind.Source => ("ellipse", "#e3f3e6"),
            NodeKind.Channel => ("cylinder", "#fdf3d8"),
            _ => ("box", "#e3edfb"),
        };
        return $"{node.Id} [label={Quote(string.Join('\n', node.Lines))}, shape={shape}, fillcolor=\"{color}\"];";
    }

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}
