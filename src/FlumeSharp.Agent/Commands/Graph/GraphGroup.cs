namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>A sink group.</summary>
/// <param name="Id">Its name in the output.</param>
/// <param name="Title">Its name and how it chooses.</param>
/// <param name="Sinks">Its sinks.</param>
internal sealed record GraphGroup(string Id, string Title, IReadOnlyList<GraphNode> Sinks);
