using System.Globalization;
using System.Text.Json;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Commands.Components;

/// <summary>A file of snippets for Visual Studio Code: a skeleton for each component type, and each key with its meaning.</summary>
internal static class ComponentSnippets
{
    public static void Write(IEnumerable<ComponentDescriptor> descriptors, TextWriter output) => JsonText.Write(output, json =>
    {
        json.WriteStartObject();
        foreach (var descriptor in descriptors)
        {
            if (KeyPath.Of(descriptor.Kind) is not { } path)
            {
                continue;
            }

            var kind = descriptor.Kind.ToString().ToLowerInvariant();
            WriteSnippet(json, $"{kind} {descriptor.DisplayName}", [$"flume-{kind}-{descriptor.DisplayName}"], Skeleton(descriptor, path), DocumentationComments.SummaryOf(descriptor.Type) ?? "");
            foreach (var key in ComponentKeys.Of(descriptor).Where(static key => key.Role is KeyRole.Option or KeyRole.Component))
            {
                WriteSnippet(json, $"{kind} {descriptor.DisplayName}: {key.Name}", [key.Name], [$"{Escape(key.Name)} = {Choice(key, 1)}"], $"{kind} {descriptor.DisplayName}: {key.Meaning}");
            }
        }

        json.WriteEndObject();
    });

    private static List<string> Skeleton(ComponentDescriptor descriptor, string path)
    {
        var prefix = path.Replace("AGENT", "${1:a1}", StringComparison.Ordinal).Replace("NAME", "${2:name}", StringComparison.Ordinal).Replace("PART", "${3:i1}", StringComparison.Ordinal);
        var next = 4;
        List<string> lines = [$"{prefix}type = {Escape(descriptor.DisplayName)}"];
        lines.AddRange(ComponentKeys.StructuralKeys(descriptor.Kind).Select(key => string.Create(CultureInfo.InvariantCulture, $"{prefix}{key} = ${{{next++}:c1}}")));
        lines.AddRange(ComponentKeys.Of(descriptor).Where(static key => key.IsRequired).Select(key => $"{prefix}{Escape(key.Name)} = {Choice(key, next++)}"));
        return lines;
    }

    private static string Choice(ComponentKey key, int stop)
    {
        var number = stop.ToString(CultureInfo.InvariantCulture);
        return key.Values.Count > 0 ? $"${{{number}|{string.Join(',', key.Values)}|}}"
            : key.Default.Length > 0 && !key.IsDefaultInWords ? $"${{{number}:{Escape(key.Default)}}}"
            : $"${{{number}}}";
    }

    private static void WriteSnippet(Utf8JsonWriter json, string name, IEnumerable<string> prefixes, IEnumerable<string> body, string description)
    {
        json.WriteStartObject(name);
        json.WriteString("scope", "properties");
        JsonText.WriteStrings(json, "prefix", prefixes);
        JsonText.WriteStrings(json, "body", body);
        json.WriteString("description", DocumentationComments.Plain(description));
        json.WriteEndObject();
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal).Replace("}", "\\}", StringComparison.Ordinal);
}
