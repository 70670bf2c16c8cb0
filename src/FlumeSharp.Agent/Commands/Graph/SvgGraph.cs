using System.Globalization;
using System.Security;
using System.Text;

namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>A topology as a drawing in Scalable Vector Graphics, laid out here: nothing else need be installed.</summary>
internal sealed class SvgGraph
{
    private readonly StringBuilder _svg = new();
    private readonly StringBuilder _labels = new();
    private readonly GraphLayout _layout;
    private readonly List<GraphEdge> _edges;

    private SvgGraph(Topology topology)
    {
        _layout = new GraphLayout(topology);
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{_layout.Width:0}\" height=\"{_layout.Height:0}\" viewBox=\"0 0 {_layout.Width:0} {_layout.Height:0}\" font-family=\"Helvetica, Arial, sans-serif\">");
        Line($"<title>{Text(string.Join(", ", topology.Agents.Select(static agent => agent.Title)))}</title>");
        Line($"<defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\"><path d=\"M0 0 10 5 0 10z\" fill=\"#5f6b7a\"/></marker></defs>");
        Line($"<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        foreach (var (agent, box) in _layout.Agents)
        {
            Rectangle(box, 14, "#f7f8fa", "#c4cad3", "");
            Line($"<text x=\"{box.X + 18:0.#}\" y=\"{box.Y + 26:0.#}\" font-size=\"14\" font-weight=\"bold\" fill=\"#3b4452\">{Text(agent.Title)}</text>");
        }

        foreach (var (group, box) in _layout.Groups)
        {
            Rectangle(box, 10, "none", "#7d8aa0", " stroke-dasharray=\"5 4\"");
            Line($"<text x=\"{box.X + 12:0.#}\" y=\"{box.Y + 19:0.#}\" font-size=\"11\" fill=\"#55617a\">{Text(group.Title)}</text>");
        }

        _edges = [.. topology.Agents.SelectMany(static agent => agent.Edges), .. topology.Links];
        foreach (var edge in _edges)
        {
            Edge(edge, topology.Links.Contains(edge));
        }

        foreach (var (node, box) in _layout.Nodes)
        {
            Node(node, box);
        }

        _svg.Append(_labels).Append("</svg>\n");
    }

    public static void Write(Topology topology, TextWriter output) => output.Write(new SvgGraph(topology)._svg.ToString());

    private void Node(GraphNode node, Box box)
    {
        var (fill, stroke, radius) = node.Kind switch
        {
            NodeKind.Source => ("#e3f3e6", "#4a9960", 8.0),
            NodeKind.Channel => ("#fdf3d8", "#c08a1e", box.Height / 2),
            _ => ("#e3edfb", "#4277bd", 3.0),
        };
        Rectangle(box, Math.Min(radius, 30), fill, stroke, "");
        var y = box.Y + 24;
        var isFirst = true;
        foreach (var line in node.Lines)
        {
            var style = isFirst ? "font-size=\"13\" font-weight=\"bold\" fill=\"#1f2733\"" : "font-size=\"11\" fill=\"#4d596a\"";
            Line($"<text x=\"{box.X + (box.Width / 2):0.#}\" y=\"{y:0.#}\" text-anchor=\"middle\" {style}>{Text(line)}</text>");
            y += 16;
            isFirst = false;
        }
    }

    private void Edge(GraphEdge edge, bool isLink)
    {
        var (from, to) = (_layout.Nodes[edge.From], _layout.Nodes[edge.To]);
        var (x1, y1, x2, y2) = (from.Right, PortOf(edge, isArrival: false), to.X - 1, PortOf(edge, isArrival: true));
        var bend = Math.Max(30, (x2 - x1) / 2);
        var dashes = edge.IsOptional ? " stroke-dasharray=\"5 4\"" : "";
        if (x2 > x1)
        {
            Path($"M{x1:0.#} {y1:0.#} C{x1 + bend:0.#} {y1:0.#} {x2 - bend:0.#} {y2:0.#} {x2:0.#} {y2:0.#}", dashes);

            // Within an agent nearer to where the way leads: there the labels of several ways stand apart.
            if (isLink)
            {
                Label(edge.Label, (x1 + x2) / 2, (y1 + y2) / 2, "#ffffff");
            }
            else
            {
                Label(edge.Label, x2 - 18 - (TextSize.Of(edge.Label, 11) / 2), y2 + ((y1 - y2) * 0.04), "#f7f8fa");
            }

            return;
        }

        var below = _layout.Height - 24;
        Path($"M{x1:0.#} {y1:0.#} h18 Q{x1 + 28:0.#} {y1:0.#} {x1 + 28:0.#} {y1 + 10:0.#} V{below - 10:0.#} Q{x1 + 28:0.#} {below:0.#} {x1 + 18:0.#} {below:0.#} H{x2 - 18:0.#} Q{x2 - 28:0.#} {below:0.#} {x2 - 28:0.#} {below - 10:0.#} V{y2 + 10:0.#} Q{x2 - 28:0.#} {y2:0.#} {x2 - 18:0.#} {y2:0.#} H{x2:0.#}", dashes);
        Label(edge.Label, (x1 + x2) / 2, below, "#ffffff");
    }

    // Ways that begin or end at one component do so below each other, in the order of where they come from or go.
    private double PortOf(GraphEdge edge, bool isArrival)
    {
        var node = isArrival ? edge.To : edge.From;
        var siblings = _edges.Where(other => (isArrival ? other.To : other.From) == node).OrderBy(other => _layout.Nodes[isArrival ? other.From : other.To].Middle).ToList();
        var box = _layout.Nodes[node];
        var step = Math.Min(18, (box.Height - 14) / siblings.Count);
        return box.Middle + (step * (siblings.IndexOf(edge) - ((siblings.Count - 1) / 2.0)));
    }

    private void Path(FormattableString data, string dashes) =>
        Line($"<path d=\"{FormattableString.Invariant(data)}\" fill=\"none\" stroke=\"#5f6b7a\" stroke-width=\"1.5\" marker-end=\"url(#tip)\"{dashes}/>");

    // Labels are written last, so that no line runs over them.
    private void Label(string text, double x, double y, string background)
    {
        if (text.Length > 0)
        {
            var width = TextSize.Of(text, 11) + 12;
            _labels.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x - (width / 2):0.#}\" y=\"{y - 8:0.#}\" width=\"{width:0.#}\" height=\"16\" rx=\"3\" fill=\"{background}\"/>\n");
            _labels.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y + 4:0.#}\" text-anchor=\"middle\" font-size=\"11\" fill=\"#4d596a\">{Text(text)}</text>\n");
        }
    }

    private void Rectangle(Box box, double radius, string fill, string stroke, string more) =>
        Line($"<rect x=\"{box.X:0.#}\" y=\"{box.Y:0.#}\" width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\" rx=\"{radius:0.#}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.2\"{more}/>");

    private void Line(FormattableString text) => _svg.Append(FormattableString.Invariant(text)).Append('\n');

    // Characters that XML cannot hold become question marks.
    private static string Text(string text) => SecurityElement.Escape(string.Concat(text.Select(static c => c < ' ' || c >= '\ufffe' ? '?' : c)));
}
