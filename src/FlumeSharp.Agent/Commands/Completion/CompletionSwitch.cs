namespace FlumeSharp.Agent.Commands.Completion;

/// <summary>A switch of a command.</summary>
/// <param name="Names">Its spellings.</param>
/// <param name="Description">What it does.</param>
/// <param name="Value">What follows it.</param>
internal sealed record CompletionSwitch(IReadOnlyList<string> Names, string Description, CompletionValue Value);
