namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>
/// Where the parts of one agent stand: sources, channels and sinks in three columns from left to right, each column centred. Positions
/// are relative to the agent's corner.
/// </summary>
internal sealed class AgentLayout
{
    private const double Padding = 24;
    private const double TitleHeight = 30;
    private const double RowGap = 20;
    private const double ColumnGap = 64;
    private const double GroupPadding = 14;
    private const double GroupTitle = 20;

    public AgentLayout(GraphAgent agent)
    {
        Agent = agent;
        var channels = Ordered(agent.Channels, agent.Edges, agent.Sources);
        var stacks = new List<List<(IReadOnlyList<GraphNode> Nodes, GraphGroup? Group)>>
        {
            agent.Sources.Select(static node => Single(node)).ToList(),
            channels.Select(static node => Single(node)).ToList(),
            OrderedSinks(agent, channels),
        };
        stacks.RemoveAll(static stack => stack.Count == 0);
        var tallest = stacks.Max(HeightOf);
        var x = Padding;
        foreach (var stack in stacks)
        {
            var width = stack.Max(static part => part.Nodes.Max(static node => SizeOf(node).Width) + (part.Group is null ? 0 : 2 * GroupPadding));
            Place(stack, x, width, TitleHeight + Padding + ((tallest - HeightOf(stack)) / 2));
            x += width + ColumnGap + LabelWidth(agent, stack);
        }

        var last = Boxes.Values.Concat(Groups.Values).Max(static box => box.Right);
        Width = Math.Max(last + Padding, Padding * 2 + TextSize.Of(agent.Title, 14));
        Height = TitleHeight + (2 * Padding) + tallest;
    }

    /// <summary>The agent.</summary>
    public GraphAgent Agent { get; }

    /// <summary>How wide it is.</summary>
    public double Width { get; }

    /// <summary>How high it is.</summary>
    public double Height { get; }

    /// <summary>Its components.</summary>
    public Dictionary<GraphNode, Box> Boxes { get; } = [];

    /// <summary>Its sink groups.</summary>
    public Dictionary<GraphGroup, Box> Groups { get; } = [];

    private static (double Width, double Height) SizeOf(GraphNode node)
    {
        var text = Math.Max(TextSize.Of(node.Name, 13), node.Lines.Skip(1).Max(static line => TextSize.Of(line, 11)));
        return (Math.Max(104, text + 32), 22 + (node.Lines.Count() * 16));
    }

    private static (IReadOnlyList<GraphNode> Nodes, GraphGroup? Group) Single(GraphNode node) => ([node], null);

    private static double HeightOf(List<(IReadOnlyList<GraphNode> Nodes, GraphGroup? Group)> stack) =>
        stack.Sum(static part => HeightOf(part)) + (RowGap * (stack.Count - 1));

    private static double HeightOf((IReadOnlyList<GraphNode> Nodes, GraphGroup? Group) part) =>
        part.Nodes.Sum(static node => SizeOf(node).Height) + (RowGap * (part.Nodes.Count - 1)) + (part.Group is null ? 0 : GroupTitle + (2 * GroupPadding));

    // Labels of the ways out of a column need room beside it.
    private static double LabelWidth(GraphAgent agent, List<(IReadOnlyList<GraphNode> Nodes, GraphGroup? Group)> stack)
    {
        var nodes = stack.SelectMany(static part => part.Nodes).ToHashSet();
        return agent.Edges.Where(edge => nodes.Contains(edge.From)).Select(static edge => edge.Label.Length == 0 ? 0 : TextSize.Of(edge.Label, 11) + 16).DefaultIfEmpty(0).Max();
    }

    // Each node at the mean place of those before it, so that few ways cross.
    private static List<GraphNode> Ordered(IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges, IReadOnlyList<GraphNode> before) =>
        [.. nodes.OrderBy(node => MeanPlace(node, edges, before))];

    private static List<(IReadOnlyList<GraphNode> Nodes, GraphGroup? Group)> OrderedSinks(GraphAgent agent, List<GraphNode> channels) =>
        [.. agent.Groups.Where(static group => group.Sinks.Count > 0).Select(static group => (Nodes: group.Sinks, Group: (GraphGroup?)group))
            .Concat(agent.Sinks.Select(static node => (Nodes: (IReadOnlyList<GraphNode>)[node], Group: (GraphGroup?)null)))
            .OrderBy(part => part.Nodes.Average(node => MeanPlace(node, agent.Edges, channels)))];

    private static double MeanPlace(GraphNode node, IReadOnlyList<GraphEdge> edges, IReadOnlyList<GraphNode> before)
    {
        var places = edges.Where(edge => edge.To == node).Select(edge => (double)before.ToList().IndexOf(edge.From)).Where(static place => place >= 0).ToList();
        return places.Count == 0 ? double.MaxValue / 4 : places.Average();
    }

    private void Place(List<(IReadOnlyList<GraphNode> Nodes, GraphGroup? Group)> stack, double x, double width, double y)
    {
        foreach (var (nodes, group) in stack)
        {
            var top = y;
            y += group is null ? 0 : GroupTitle + GroupPadding;
            foreach (var node in nodes)
            {
                var (own, height) = SizeOf(node);
                var wide = group is null ? width : Math.Max(own, width - (2 * GroupPadding));
                Boxes[node] = new(x + ((width - wide) / 2), y, wide, height);
                y += height + RowGap;
            }

            y -= RowGap;
            if (group is not null)
            {
                y += GroupPadding;
                Groups[group] = new(x, top, width, y - top);
            }

            y += RowGap;
        }
    }
}
