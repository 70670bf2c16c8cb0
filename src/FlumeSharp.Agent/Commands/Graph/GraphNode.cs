namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>A component in a graph.</summary>
/// <param name="Id">Its name in the output, unique in the graph.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Type">Its type, a Java class without its package.</param>
/// <param name="Details">What tells it apart from others of its type, a line each.</param>
internal sealed record GraphNode(string Id, NodeKind Kind, string Name, string Type, IReadOnlyList<string> Details)
{
    /// <summary>All lines that are shown of it.</summary>
    public IEnumerable<string> Lines => [Name, Type, .. Details];
}
