namespace FlumeSharp.Agent.Commands;

/// <summary>What the page of problems says of one code.</summary>
/// <param name="Code">The code.</param>
/// <param name="Title">What it means, in a few words.</param>
/// <param name="Text">Severity, example, explanation and cure, in Markdown.</param>
internal sealed record ProblemGuideEntry(string Code, string Title, string Text);
