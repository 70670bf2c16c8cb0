using System.CommandLine;

namespace FlumeSharp.Agent.Commands;

/// <summary>A verb of the command line, with an example that its help shows.</summary>
internal sealed class VerbCommand(string name, string description, string example) : Command(name, description)
{
    /// <summary>Lines that a reader can copy.</summary>
    public string Example { get; } = example;
}
