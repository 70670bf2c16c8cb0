namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>An agent in a graph.</summary>
/// <param name="Id">Its name in the output.</param>
/// <param name="Title">What stands above it.</param>
/// <param name="Sources">Its sources.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="Groups">Its sink groups; their sinks are not among <paramref name="Sinks"/>.</param>
/// <param name="Sinks">Its other sinks.</param>
/// <param name="Edges">The ways within it.</param>
internal sealed record GraphAgent(
    string Id,
    string Title,
    IReadOnlyList<GraphNode> Sources,
    IReadOnlyList<GraphNode> Channels,
    IReadOnlyList<GraphGroup> Groups,
    IReadOnlyList<GraphNode> Sinks,
    IReadOnlyList<GraphEdge> Edges)
{
    /// <summary>All sinks.</summary>
    public IEnumerable<GraphNode> AllSinks => [.. Groups.SelectMany(static group => group.Sinks), .. Sinks];
}
