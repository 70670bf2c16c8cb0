namespace FlumeSharp.Agent.Commands.Completion;

/// <summary>A command as the scripts of shells know it.</summary>
/// <param name="Path">Its words, such as <c>channel import</c>; empty for the program itself.</param>
/// <param name="Name">The last of them.</param>
/// <param name="Description">What it does.</param>
/// <param name="Switches">Its switches.</param>
/// <param name="Word">What its words without a switch are.</param>
/// <param name="Verbs">Its subcommands.</param>
internal sealed record CompletionVerb(
    string Path, string Name, string Description, IReadOnlyList<CompletionSwitch> Switches, CompletionValue Word, IReadOnlyList<CompletionVerb> Verbs)
{
    /// <summary>This and everything below it.</summary>
    public IEnumerable<CompletionVerb> All => Verbs.SelectMany(static verb => verb.All).Prepend(this);
}
