namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>What a node of a graph is.</summary>
internal enum NodeKind
{
    /// <summary>A source.</summary>
    Source,

    /// <summary>A channel.</summary>
    Channel,

    /// <summary>A sink.</summary>
    Sink,
}
