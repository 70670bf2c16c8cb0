using System.CommandLine;
using FlumeSharp.Agent.Hosting;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp components</c>: which component types there are, and which keys each of them reads.</summary>
internal static class ComponentsCommand
{
    public static VerbCommand Create()
    {
        var name = new Argument<string?>("alias") { Description = "A component type: its alias, Java class or .NET class.", Arity = ArgumentArity.ZeroOrOne };
        var kind = new Option<ComponentKind?>("--kind", "-k") { Description = "Only this kind: source, channel, sink, interceptor …", HelpName = "KIND" };
        var plugins = new Option<string?>("--plugins-path") { Description = "Folders with plug-ins, separated by ':'.", HelpName = "DIRS" };
        var command = new VerbCommand(
            "components", "Lists the component types there are, or the keys of one.", "flumesharp components\nflumesharp components --kind sink\nflumesharp components memory")
        {
            name, kind, plugins,
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

            return result.GetValue(name) is { } wanted
                ? Explain(registry, wanted, result.GetValue(kind), streams)
                : List(registry, result.GetValue(kind), streams.Output);
        });
        return command;
    }

    private static int List(ComponentRegistry registry, ComponentKind? kind, TextWriter output)
    {
        var table = new TextTable("KIND", "TYPE", "STABILITY", "ORIGIN", "STANDS FOR");
        foreach (var descriptor in registry.All
            .Where(descriptor => kind is null || descriptor.Kind == kind)
            .OrderBy(static descriptor => descriptor.Kind)
            .ThenBy(static descriptor => descriptor.DisplayName, StringComparer.OrdinalIgnoreCase))
        {
            table.Add(
                descriptor.Kind.ToString().ToLowerInvariant(),
                descriptor.DisplayName,
                descriptor.Stability.ToString().ToLowerInvariant(),
                descriptor.Origin,
                string.Join(", ", descriptor.JavaClasses));
        }

        table.Write(output);
        return ExitCodes.Ok;
    }

    private static int Explain(ComponentRegistry registry, string name, ComponentKind? kind, InvocationConfiguration streams)
    {
        var descriptors = Enum.GetValues<ComponentKind>()
            .Where(candidate => kind is null || candidate == kind)
            .Select(candidate => registry.Find(candidate, name))
            .OfType<ComponentDescriptor>()
            .ToList();
        if (descriptors.Count == 0)
        {
            var near = Enum.GetValues<ComponentKind>().SelectMany(candidate => registry.Suggest(candidate, name, 1)).Distinct(StringComparer.Ordinal).ToList();
            var hint = near.Count > 0 ? $"did you mean {string.Join(" or ", near)}?" : "'flumesharp components' lists them.";
            return Usage.Refuse(streams.Error, "components", [$"There is no component type '{name}'; {hint}"]);
        }

        foreach (var descriptor in descriptors)
        {
            ComponentPage.Write(descriptor, streams.Output);
        }

        return ExitCodes.Ok;
    }
}
