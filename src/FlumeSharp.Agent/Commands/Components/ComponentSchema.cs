using System.Text.Json;
using System.Text.RegularExpressions;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Commands.Components;

/// <summary>
/// A JSON Schema (draft 7) of a configuration as a flat map of keys to values, the form it has in a Helm chart or a playbook. Keys of
/// several types that share a name are described together. Which keys a component may have depends on the value of another key with its name in it,
/// which a schema cannot follow: a key of another type is left to <c>validate</c>.
/// </summary>
internal static class ComponentSchema
{
    public static void Write(IEnumerable<ComponentDescriptor> descriptors, TextWriter output)
    {
        var patterns = new SortedDictionary<string, List<(ComponentDescriptor Component, ComponentKey Key)>>(StringComparer.Ordinal);
        var types = new SortedDictionary<string, List<ComponentDescriptor>>(StringComparer.Ordinal);
        foreach (var descriptor in descriptors)
        {
            if (KeyPath.Of(descriptor.Kind) is not { } path)
            {
                continue;
            }

            ListAt(types, PatternOf(path + "type")).Add(descriptor);
            foreach (var key in ComponentKeys.Of(descriptor))
            {
                ListAt(patterns, PatternOf(path + key.Name)).Add((descriptor, key));
            }
        }

        JsonText.Write(output, json =>
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
            json.WriteString("title", "FlumeSharp configuration as a map of keys");
            json.WriteString("type", "object");
            json.WriteStartObject("patternProperties");
            WriteLists(json);
            foreach (var (pattern, named) in types)
            {
                WriteTypes(json, pattern, named);
            }

            foreach (var (pattern, keys) in patterns)
            {
                WriteKeys(json, pattern, keys);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static void WriteLists(Utf8JsonWriter json)
    {
        json.WriteStartObject(@"^[^.]+\.(sources|channels|sinks|sinkgroups|configfilters)$");
        json.WriteString("type", "string");
        json.WriteString("description", "The names of the components of an agent, with blanks between them.");
        json.WriteEndObject();
    }

    // A Java class, or a plug-in's type, may stand there too: the aliases are proposals.
    private static void WriteTypes(Utf8JsonWriter json, string pattern, List<ComponentDescriptor> named)
    {
        json.WriteStartObject(pattern);
        json.WriteString("type", "string");
        json.WriteString("description", string.Join("\n", named.Select(static type => $"{type.DisplayName}: {DocumentationComments.Plain(DocumentationComments.SummaryOf(type.Type))}")));
        JsonText.WriteStrings(json, "examples", named.Select(static type => type.DisplayName));
        json.WriteEndObject();
    }

    private static void WriteKeys(Utf8JsonWriter json, string pattern, List<(ComponentDescriptor Component, ComponentKey Key)> keys)
    {
        json.WriteStartObject(pattern);
        var same = keys.ConvertAll(static entry => entry.Key);
        JsonText.WriteStrings(json, "type", ValuePattern.TypesOf(same));
        if (ValuePattern.Of(same) is { } form)
        {
            json.WriteString("pattern", form);
        }

        var (min, max) = ValuePattern.LimitsOf(same);
        WriteLimit(json, "minimum", min);
        WriteLimit(json, "maximum", max);
        json.WriteString("description", string.Join("\n", keys.Select(static entry =>
            $"{entry.Component.DisplayName}: {DocumentationComments.Plain(entry.Key.Meaning)}{(entry.Key.Default.Length > 0 ? $" Default: {DocumentationComments.Plain(entry.Key.Default)}." : "")}")));
        if (keys.SelectMany(static entry => entry.Key.Values).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } values)
        {
            JsonText.WriteStrings(json, "examples", values);
        }

        json.WriteEndObject();
    }

    private static void WriteLimit(Utf8JsonWriter json, string name, long? limit)
    {
        if (limit is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    // AGENT and the other names stand for any part of a key, a star for any end.
    private static string PatternOf(string path) => "^" + string.Join(@"\.", path.Split('.').Select(static part => part is "AGENT" or "NAME" or "PART" ? "[^.]+" : part == "*" ? ".+" : Regex.Escape(part))) + "$";

    private static List<T> ListAt<T>(SortedDictionary<string, List<T>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        return list;
    }
}
