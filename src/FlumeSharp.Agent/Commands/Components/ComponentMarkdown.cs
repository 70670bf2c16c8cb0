using System.Text;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Commands.Components;

/// <summary>The keys of a component type as a section of its reference page.</summary>
internal static class ComponentMarkdown
{
    /// <summary>The section: what is required, a table, and what has no effect.</summary>
    public static string KeysOf(ComponentDescriptor descriptor)
    {
        var keys = ComponentKeys.Of(descriptor);
        var required = keys.Where(static key => key.IsRequired).Select(static key => key.Name).Concat(ComponentKeys.StructuralKeys(descriptor.Kind)).Select(Code).ToList();
        var saysRequired = required.Count > 0 || descriptor.Kind is ComponentKind.Source or ComponentKind.Channel or ComponentKind.Sink;
        var text = new StringBuilder(saysRequired ? $"Required: {(required.Count == 0 ? "none" : string.Join(", ", required))}.\n" : keys.Count == 0 ? "It takes no keys.\n" : "");
        var read = keys.Where(static key => key.Role != KeyRole.Ignored).ToList();
        if (read.Count > 0)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append("| key | type | default | meaning |\n|---|---|---|---|\n");
            read.ForEach(key => text.Append(RowOf(key)));
        }

        var notes = Notes(keys);
        return text.Append(notes.Length > 0 ? "\n" + notes : "").ToString();
    }

    /// <summary>A whole page of one type, for those that have no page of their own, such as a plug-in's.</summary>
    public static string PageOf(ComponentDescriptor descriptor) =>
        $"# {descriptor.DisplayName}\n\n{DocumentationComments.SummaryOf(descriptor.Type)}\n"
        + (descriptor.JavaClasses.Count > 0 ? $"Also known as {string.Join(", ", descriptor.JavaClasses.Select(Code))}.\n" : "")
        + $"\n## Keys\n{KeysOf(descriptor)}";

    private static string RowOf(ComponentKey key)
    {
        var type = key.Values.Count > 0 && key.Type.Contains('|', StringComparison.Ordinal) ? string.Join(' ', key.Values.Select(Code)) : key.Type;
        var byDefault = key.Default.Length == 0 ? "" : key.IsDefaultInWords ? key.Default : Code(key.Default);
        var old = key.Aliases.Count > 0 ? $" Old name: {string.Join(", ", key.Aliases.Select(Code))}." : "";
        return $"| {Code(key.Name)}{(key.IsExtension ? " ⁺" : "")} |{Cell(type)}|{Cell(byDefault)}|{Cell(key.Meaning + old)}|\n";
    }

    private static string Notes(IReadOnlyList<ComponentKey> keys)
    {
        var notes = new List<string>();
        if (keys.Any(static key => key.IsExtension))
        {
            notes.Add("⁺ FlumeSharp's own.\n");
        }

        var ignored = keys.Where(static key => key.Role == KeyRole.Ignored).GroupBy(static key => key.Meaning, StringComparer.Ordinal)
            .Select(static group => $"{string.Join(", ", group.Select(static key => Code(key.Name)))} ({group.Key})").ToList();
        if (ignored.Count > 0)
        {
            notes.Add($"Accepted without effect: {string.Join("; ", ignored)}.\n");
        }

        return string.Join("\n", notes);
    }

    private static string Code(string text) => text.Contains('`', StringComparison.Ordinal) ? $"`` {text} ``" : $"`{text}`";

    private static string Cell(string text) => text.Length == 0 ? " " : $" {text.Replace("|", "\\|", StringComparison.Ordinal)} ";
}
