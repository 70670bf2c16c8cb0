namespace FlumeSharp.Agent.Commands.Completion;

/// <summary>What a switch or a word of the command line may be.</summary>
internal enum ValueKind
{
    /// <summary>Nothing: the switch stands alone.</summary>
    None,

    /// <summary>Anything; there is nothing to propose.</summary>
    Free,

    /// <summary>One of some words.</summary>
    Words,

    /// <summary>A file.</summary>
    Files,

    /// <summary>A folder.</summary>
    Folders,

    /// <summary>An agent of the files on the command line.</summary>
    Agents,
}
