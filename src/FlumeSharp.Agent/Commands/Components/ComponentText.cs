using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Commands.Components;

/// <summary>Component types as text for a terminal: a list of all, or the names and keys of one.</summary>
internal static class ComponentText
{
    public static void WriteList(IEnumerable<ComponentDescriptor> descriptors, TextWriter output)
    {
        var table = new TextTable("KIND", "TYPE", "STABILITY", "ORIGIN", "STANDS FOR");
        foreach (var descriptor in descriptors)
        {
            table.Add(
                descriptor.Kind.ToString().ToLowerInvariant(),
                descriptor.DisplayName,
                descriptor.Stability.ToString().ToLowerInvariant(),
                descriptor.Origin,
                string.Join(", ", descriptor.JavaClasses));
        }

        table.Write(output);
    }

    public static void WritePage(ComponentDescriptor descriptor, TextWriter output)
    {
        output.WriteLine($"{descriptor.DisplayName}: {descriptor.Kind.ToString().ToLowerInvariant()}, {descriptor.Stability.ToString().ToLowerInvariant()}, {descriptor.Origin}");
        if (DocumentationComments.SummaryOf(descriptor.Type) is { } summary)
        {
            output.WriteLine(DocumentationComments.Plain(summary));
        }

        if (descriptor.JavaClasses.Count > 0)
        {
            output.WriteLine($"Stands for {string.Join(", ", descriptor.JavaClasses)}.");
        }

        output.WriteLine($".NET class {descriptor.Type.FullName}, {descriptor.Type.Assembly.GetName().Name}.");
        output.WriteLine();
        if (descriptor.Options is null)
        {
            output.WriteLine("It takes no keys.");
            output.WriteLine();
            return;
        }

        var table = new TextTable("KEY", "TYPE", "DEFAULT", "MEANING");
        foreach (var key in ComponentKeys.Of(descriptor))
        {
            table.Add(key.Name, key.Type, key.IsRequired ? "(required)" : DocumentationComments.Plain(key.Default), DocumentationComments.Plain(MeaningOf(key)));
        }

        table.Write(output);
        output.WriteLine();
    }

    private static string MeaningOf(ComponentKey key)
    {
        var also = key.Aliases.Count > 0 ? $" Old name: {string.Join(", ", key.Aliases)}." : "";
        var own = key.IsExtension ? " FlumeSharp's own." : "";
        return (key.Meaning + also + own).Trim();
    }
}
