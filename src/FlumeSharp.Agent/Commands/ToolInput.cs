using System.CommandLine;
using FlumeSharp.Configuration;

namespace FlumeSharp.Agent.Commands;

/// <summary>The switches of commands that look at a configuration without running it.</summary>
internal sealed class ToolInput
{
    /// <summary>The files.</summary>
    public Argument<string[]> Files { get; } = new("FILE") { Description = "Configuration files.", Arity = ArgumentArity.OneOrMore };

    /// <summary>The agent.</summary>
    public Option<string?> Name { get; } = new("--name", "-n") { Description = "The agent to look at; all of them when left out.", HelpName = "NAME" };

    /// <summary>System properties for references.</summary>
    public Option<string[]> Properties { get; } = new("-D") { Description = "A system property, for ${sys:…}.", HelpName = "key=value" };

    /// <summary>Folders of plug-ins.</summary>
    public Option<string?> Plugins { get; } = new("--plugins-path") { Description = "Folders with plug-ins, separated by ':'.", HelpName = "DIRS" };

    /// <summary>Adds the switches to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Files);
        command.Add(Name);
        command.Add(Properties);
        command.Add(Plugins);
    }

    /// <summary>What references may look up.</summary>
    public ConfigurationEnvironment Environment(ParseResult result)
    {
        var pairs = (result.GetValue(Properties) ?? []).Select(static pair => pair.Split('=', 2)).Select(static pair => KeyValuePair.Create(pair[0], pair.Length > 1 ? pair[1] : ""));
        return ConfigurationEnvironment.FromProcess(TimeProvider.System, pairs);
    }

    /// <summary>The folders of plug-ins.</summary>
    public IReadOnlyList<string> PluginPaths(ParseResult result) => result.GetValue(Plugins)?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
