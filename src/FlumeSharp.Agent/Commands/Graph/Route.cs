namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>A channel of a source, and which events it gets.</summary>
internal sealed record Route(string Channel, string Label, bool IsOptional);
