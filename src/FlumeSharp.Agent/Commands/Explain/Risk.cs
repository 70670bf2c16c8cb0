namespace FlumeSharp.Agent.Commands.Explain;

/// <summary>A place where events can be lost.</summary>
/// <param name="Where">The component.</param>
/// <param name="What">How they are lost.</param>
/// <param name="Change">What to change; null where it is meant so.</param>
internal sealed record Risk(string Where, string What, string? Change);
