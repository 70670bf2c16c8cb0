using System.Text.Json;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Commands.Components;

/// <summary>Component types with all their keys as JSON, for programs.</summary>
internal static class ComponentJson
{
    public static void Write(IEnumerable<ComponentDescriptor> descriptors, TextWriter output) => JsonText.Write(output, json =>
    {
        json.WriteStartArray();
        foreach (var descriptor in descriptors)
        {
            WriteComponent(json, descriptor);
        }

        json.WriteEndArray();
    });

    private static void WriteComponent(Utf8JsonWriter json, ComponentDescriptor descriptor)
    {
        json.WriteStartObject();
        json.WriteString("kind", descriptor.Kind.ToString().ToLowerInvariant());
        json.WriteString("type", descriptor.DisplayName);
        json.WriteString("alias", descriptor.Alias);
        JsonText.WriteStrings(json, "javaClasses", descriptor.JavaClasses);
        json.WriteString("class", descriptor.Type.FullName);
        json.WriteString("stability", descriptor.Stability.ToString().ToLowerInvariant());
        json.WriteString("origin", descriptor.Origin);
        json.WriteString("summary", DocumentationComments.SummaryOf(descriptor.Type));
        json.WriteStartArray("keys");
        foreach (var key in ComponentKeys.Of(descriptor))
        {
            WriteKey(json, key);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter json, ComponentKey key)
    {
        json.WriteStartObject();
        json.WriteString("key", key.Name);
        json.WriteString("role", key.Role.ToString().ToLowerInvariant());
        json.WriteString("type", key.Type);
        json.WriteString(key.IsDefaultInWords ? "defaultInWords" : "default", key.Default.Length > 0 ? key.Default : null);
        json.WriteBoolean("required", key.IsRequired);
        json.WriteBoolean("extension", key.IsExtension);
        json.WriteBoolean("secret", key.IsSecret);
        JsonText.WriteStrings(json, "oldNames", key.Aliases);
        JsonText.WriteStrings(json, "values", key.Values);
        WriteLimit(json, "min", key.Min);
        WriteLimit(json, "max", key.Max);
        json.WriteString("meaning", key.Meaning);
        json.WriteEndObject();
    }

    private static void WriteLimit(Utf8JsonWriter json, string name, long? limit)
    {
        if (limit is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
