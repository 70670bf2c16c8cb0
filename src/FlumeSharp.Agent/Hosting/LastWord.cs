namespace FlumeSharp.Agent.Hosting;

/// <summary>The console, for the line that an operator must see even when the log goes elsewhere.</summary>
/// <param name="Console">Where it is written.</param>
/// <param name="IsNeeded">Whether the log does not show it there already.</param>
internal sealed record LastWord(TextWriter Console, bool IsNeeded);
