namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>Where everything of a topology stands: agents that feed others to the left of these, agents of one step below each other.</summary>
internal sealed class GraphLayout
{
    private const double Margin = 20;
    private const double AgentGap = 36;
    private const double LevelGap = 72;

    private readonly Dictionary<GraphNode, GraphAgent> _agentOf = [];

    public GraphLayout(Topology topology)
    {
        foreach (var agent in topology.Agents)
        {
            foreach (var node in agent.Sources.Concat(agent.Channels).Concat(agent.AllSinks))
            {
                _agentOf[node] = agent;
            }
        }

        LevelOf = Levels(topology);
        var layouts = topology.Agents.Select(static agent => new AgentLayout(agent)).ToList();
        var levels = layouts.GroupBy(layout => LevelOf[layout.Agent]).OrderBy(static level => level.Key).Select(static level => level.ToList()).ToList();
        var tallest = levels.Count == 0 ? 0 : levels.Max(HeightOf);
        var x = Margin;
        foreach (var level in levels)
        {
            var width = level.Max(static layout => layout.Width);
            var y = Margin + ((tallest - HeightOf(level)) / 2);
            foreach (var layout in level)
            {
                Place(layout, x + ((width - layout.Width) / 2), y);
                y += layout.Height + AgentGap;
            }

            x += width + LevelGap + LabelWidth(topology, level);
        }

        // Ways that lead back run below everything.
        var hasReturns = topology.Links.Any(IsReturn);
        Height = (2 * Margin) + tallest + (hasReturns ? 44 : 0);
        Width = Agents.Count == 0 ? 2 * Margin : Agents.Values.Max(static box => box.Right) + Margin + (hasReturns ? 30 : 0);
    }

    /// <summary>The agents' frames.</summary>
    public Dictionary<GraphAgent, Box> Agents { get; } = [];

    /// <summary>The sink groups' frames.</summary>
    public Dictionary<GraphGroup, Box> Groups { get; } = [];

    /// <summary>The components.</summary>
    public Dictionary<GraphNode, Box> Nodes { get; } = [];

    /// <summary>The step of each agent, from 0 at the left.</summary>
    public Dictionary<GraphAgent, int> LevelOf { get; }

    /// <summary>How wide the drawing is.</summary>
    public double Width { get; }

    /// <summary>How high the drawing is.</summary>
    public double Height { get; }

    /// <summary>Whether a way leads to an agent that is not further right.</summary>
    public bool IsReturn(GraphEdge link) => LevelOf[_agentOf[link.To]] <= LevelOf[_agentOf[link.From]];

    private static double HeightOf(List<AgentLayout> level) => level.Sum(static layout => layout.Height) + (AgentGap * (level.Count - 1));

    private double LabelWidth(Topology topology, List<AgentLayout> level)
    {
        var agents = level.Select(static layout => layout.Agent).ToHashSet();
        return topology.Links.Where(link => agents.Contains(_agentOf[link.From])).Select(static link => TextSize.Of(link.Label, 11)).DefaultIfEmpty(0).Max();
    }

    private void Place(AgentLayout layout, double x, double y)
    {
        Agents[layout.Agent] = new(x, y, layout.Width, layout.Height);
        foreach (var (node, box) in layout.Boxes)
        {
            Nodes[node] = box with { X = box.X + x, Y = box.Y + y };
        }

        foreach (var (group, box) in layout.Groups)
        {
            Groups[group] = box with { X = box.X + x, Y = box.Y + y };
        }
    }

    // The longest way to each agent; a circle is cut where it is met.
    private Dictionary<GraphAgent, int> Levels(Topology topology)
    {
        var levels = new Dictionary<GraphAgent, int>();
        var open = new HashSet<GraphAgent>();
        var feeds = topology.Links.Select(link => (From: _agentOf[link.From], To: _agentOf[link.To])).Where(static pair => pair.From != pair.To).Distinct().ToLookup(static pair => pair.To, static pair => pair.From);
        foreach (var agent in topology.Agents)
        {
            LevelOf(agent);
        }

        return levels;

        int LevelOf(GraphAgent agent)
        {
            if (levels.TryGetValue(agent, out var known))
            {
                return known;
            }

            open.Add(agent);
            var level = feeds[agent].Where(from => !open.Contains(from)).Select(from => LevelOf(from) + 1).DefaultIfEmpty(0).Max();
            open.Remove(agent);
            return levels[agent] = level;
        }
    }
}
