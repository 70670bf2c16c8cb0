namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>A way that events take.</summary>
/// <param name="From">Where they come from.</param>
/// <param name="To">Where they go.</param>
/// <param name="Label">Which of them; empty for all.</param>
/// <param name="IsOptional">A failure there is nobody's concern.</param>
internal sealed record GraphEdge(GraphNode From, GraphNode To, string Label = "", bool IsOptional = false);
