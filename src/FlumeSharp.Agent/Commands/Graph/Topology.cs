namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>Everything that is drawn.</summary>
/// <param name="Agents">The agents.</param>
/// <param name="Links">The ways between agents.</param>
internal sealed record Topology(IReadOnlyList<GraphAgent> Agents, IReadOnlyList<GraphEdge> Links);
