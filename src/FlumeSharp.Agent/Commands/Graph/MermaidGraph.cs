namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>A topology as a Mermaid flow chart, which code hosts draw in Markdown.</summary>
internal static class MermaidGraph
{
    public static void Write(Topology topology, TextWriter output)
    {
        output.WriteLine("flowchart LR");
        foreach (var agent in topology.Agents)
        {
            output.WriteLine($"    subgraph {agent.Id}[\"{Text(agent.Title)}\"]");
            foreach (var node in agent.Sources.Concat(agent.Channels).Concat(agent.Sinks))
            {
                output.WriteLine($"        {NodeOf(node)}");
            }

            foreach (var group in agent.Groups)
            {
                output.WriteLine($"        subgraph {group.Id}[\"{Text(group.Title)}\"]");
                foreach (var node in group.Sinks)
                {
                    output.WriteLine($"            {NodeOf(node)}");
                }

                output.WriteLine("        end");
            }

            output.WriteLine("    end");
        }

        foreach (var edge in topology.Agents.SelectMany(static agent => agent.Edges).Concat(topology.Links))
        {
            var label = edge.Label.Length > 0 ? $"|\"{Text(edge.Label)}\"|" : "";
            output.WriteLine($"    {edge.From.Id} {(edge.IsOptional ? "-.->" : "-->")}{label} {edge.To.Id}");
        }
    }

    private static string NodeOf(GraphNode node)
    {
        var text = $"\"{string.Join("<br/>", node.Lines.Select(Text))}\"";
        return node.Kind switch
        {
            NodeKind.Source => $"{node.Id}([{text}])",
            NodeKind.Channel => $"{node.Id}[({text})]",
            _ => $"{node.Id}[{text}]",
        };
    }

    // Mermaid's own escapes; a number sign begins one.
    private static string Text(string text) => text.Replace("#", "#35;", StringComparison.Ordinal).Replace("\"", "#quot;", StringComparison.Ordinal)
        .Replace("<", "#lt;", StringComparison.Ordinal).Replace(">", "#gt;", StringComparison.Ordinal).Replace("`", "#96;", StringComparison.Ordinal);
}
