namespace FlumeSharp.Agent.Commands.Completion;

/// <summary>What may stand at a place.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Words">The words, where they are known.</param>
internal sealed record CompletionValue(ValueKind Kind, IReadOnlyList<string> Words);
