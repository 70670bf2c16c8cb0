using System.CommandLine;
using FlumeSharp.Agent.Hosting;
using FlumeSharp.Components;

namespace FlumeSharp.Agent.Commands.Completion;

/// <summary>Makes the tree of commands from the command line itself, so that completion knows what the parser knows.</summary>
internal static class CompletionTree
{
    private static readonly CompletionValue Nothing = new(ValueKind.None, []);

    /// <summary>The tree of a command and those below it; hidden ones are left out.</summary>
    public static CompletionVerb Of(Command command, string path = "")
    {
        var verbs = command.Subcommands.Where(static verb => !verb.Hidden).Select(verb => Of(verb, $"{path} {verb.Name}".Trim())).ToList();
        var switches = command.Options.Where(static option => !option.Hidden).Select(Of).ToList();
        if (path.Length > 0)
        {
            switches.Add(new(["--help"], "Shows help and an example.", Nothing));
        }

        var word = command.Arguments.FirstOrDefault(static argument => !argument.Hidden) is { } first ? ValueOf(first.Name) : Nothing;
        return new(path, command.Name, OneLine(command.Description), switches, word, verbs);
    }

    private static CompletionSwitch Of(Option option) =>
        new([option.Name, .. option.Aliases.Where(alias => alias != option.Name && alias.StartsWith('-'))], OneLine(option.Description), option.ValueType == typeof(bool) ? Nothing : ValueOf(option.HelpName ?? ""));

    private static CompletionValue ValueOf(string name) => name switch
    {
        "FILE" or "LOCAL" => new(ValueKind.Files, []),
        "DIR" or "DIRS" or "JAVA_DIR" => new(ValueKind.Folders, []),
        "NAME" => new(ValueKind.Agents, []),
        "KIND" => new(ValueKind.Words, [.. Enum.GetNames<ComponentKind>().Select(static kind => kind.ToLowerInvariant())]),
        "alias" => new(ValueKind.Words, [.. KnownComponents.Load([], out _).All.Select(static component => component.DisplayName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]),
        _ when name.Contains('|', StringComparison.Ordinal) => new(ValueKind.Words, name.Split('|')),
        _ => new(ValueKind.Free, []),
    };

    private static string OneLine(string? text) => (text ?? "").Replace('\n', ' ').Replace('\'', '’');
}
