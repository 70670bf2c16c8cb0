using System.CommandLine;
using System.CommandLine.Parsing;
using FlumeSharp.Agent.Hosting;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Commands.Components;

/// <summary><c>flumesharp components</c>: which component types there are, and which keys each of them reads.</summary>
internal static class ComponentsCommand
{
    public static VerbCommand Create()
    {
        var name = new Argument<string?>("alias") { Description = "A component type: its alias, Java class or .NET class.", Arity = ArgumentArity.ZeroOrOne };
        var kind = new Option<ComponentKind?>("--kind", "-k") { Description = "Only this kind: source, channel, sink, interceptor …", HelpName = "KIND", CustomParser = ReadKind };
        var plugins = new Option<string?>("--plugins-path") { Description = "Folders with plug-ins, separated by ':'.", HelpName = "DIRS" };
        var format = new Option<string>("--format")
        {
            Description = "text; json with all keys; markdown; for editors: schema (JSON Schema), snippets (Visual Studio Code), words (a word list).",
            HelpName = "text|json|markdown|schema|snippets|words",
            DefaultValueFactory = static _ => "text",
        };
        format.AcceptOnlyFromAmong("text", "json", "markdown", "schema", "snippets", "words");
        var command = new VerbCommand(
            "components",
            "Lists the component types there are, or the keys of one.",
            "flumesharp components\nflumesharp components --kind sink\nflumesharp components memory\nflumesharp components --format snippets > .vscode/flume.code-snippets")
        {
            name, kind, plugins, format,
        };
        command.SetAction(result =>
        {
            var streams = result.InvocationConfiguration;
            var paths = result.GetValue(plugins)?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];
            var registry = KnownComponents.Load(paths, out var found);
            foreach (var plugin in found.Where(static plugin => plugin.Problem is not null))
            {
                streams.Error.WriteLine($"flumesharp: {plugin.Problem}");
            }

            var wanted = result.GetValue(name);
            var descriptors = Select(registry, wanted, result.GetValue(kind));
            return descriptors.Count == 0 && wanted is not null ? Refuse(registry, wanted, streams.Error) : Write(descriptors, result.GetValue(format)!, wanted is not null, streams.Output);
        });
        return command;
    }

    private static ComponentKind? ReadKind(ArgumentResult argument)
    {
        var word = argument.Tokens[0].Value;
        if (Enum.TryParse<ComponentKind>(word, ignoreCase: true, out var kind) && !char.IsAsciiDigit(word[^1]))
        {
            return kind;
        }

        argument.AddError($"There is no kind '{word}'; there are: {string.Join(", ", Enum.GetNames<ComponentKind>().Select(static name => name.ToLowerInvariant()))}.");
        return null;
    }

    private static List<ComponentDescriptor> Select(ComponentRegistry registry, string? name, ComponentKind? kind) => name is null
        ? [.. registry.All.Where(descriptor => kind is null || descriptor.Kind == kind)
            .OrderBy(static descriptor => descriptor.Kind)
            .ThenBy(static descriptor => descriptor.DisplayName, StringComparer.OrdinalIgnoreCase)]
        : [.. Enum.GetValues<ComponentKind>()
            .Where(candidate => kind is null || candidate == kind)
            .Select(candidate => registry.Find(candidate, name))
            .OfType<ComponentDescriptor>()];

    private static int Write(List<ComponentDescriptor> descriptors, string format, bool isOne, TextWriter output)
    {
        switch (format)
        {
            case "json":
                ComponentJson.Write(descriptors, output);
                break;
            case "schema":
                ComponentSchema.Write(descriptors, output);
                break;
            case "snippets":
                ComponentSnippets.Write(descriptors, output);
                break;
            case "words":
                WriteWords(descriptors, output);
                break;
            case "markdown":
                output.Write(string.Join("\n", descriptors.Select(ComponentMarkdown.PageOf)));
                break;
            default:
                WriteText(descriptors, isOne, output);
                break;
        }

        return ExitCodes.Ok;
    }

    private static void WriteText(List<ComponentDescriptor> descriptors, bool isOne, TextWriter output)
    {
        if (isOne)
        {
            descriptors.ForEach(descriptor => ComponentText.WritePage(descriptor, output));
        }
        else
        {
            ComponentText.WriteList(descriptors, output);
        }
    }

    private static void WriteWords(List<ComponentDescriptor> descriptors, TextWriter output)
    {
        var words = descriptors.SelectMany(static descriptor => ComponentKeys.Of(descriptor).Where(static key => !key.Name.EndsWith('*')).Select(static key => key.Name).Append(descriptor.DisplayName));
        foreach (var word in words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            output.WriteLine(word);
        }
    }

    private static int Refuse(ComponentRegistry registry, string name, TextWriter error)
    {
        var near = Enum.GetValues<ComponentKind>().SelectMany(candidate => registry.Suggest(candidate, name, 1)).Distinct(StringComparer.Ordinal).ToList();
        var hint = near.Count > 0 ? $"did you mean {string.Join(" or ", near)}?" : "'flumesharp components' lists them.";
        return Usage.Refuse(error, "components", [$"There is no component type '{name}'; {hint}"]);
    }
}
