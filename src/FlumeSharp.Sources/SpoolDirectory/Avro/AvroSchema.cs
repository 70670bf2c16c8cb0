using System.Text.Json;

namespace FlumeSharp.Sources.SpoolDirectory.Avro;

/// <summary>
/// An Avro schema, as far as it is needed to find where a datum ends and to name the schema: no value is ever read.
/// </summary>
internal sealed class AvroSchema
{
    // A schema may name itself; what nests deeper than this is no data but an attack on the stack.
    private const int DeepestDatum = 1000;

    private AvroSchema(AvroSchemaType type) => Type = type;

    public AvroSchemaType Type { get; }

    /// <summary>The full name of a record, an enum or a fixed.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The fields of a record, the branches of a union, the elements of an array or a map; those of a record have names.</summary>
    public List<(string Name, AvroSchema Schema)> Parts { get; } = [];

    public IReadOnlyList<string> Symbols { get; private init; } = [];

    public int Size { get; private init; }

    /// <summary>Reads a schema.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static AvroSchema Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement, "", new(StringComparer.Ordinal));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"no Avro schema: {failure.Message}", failure);
        }
    }

    /// <summary>Moves past a datum.</summary>
    /// <returns>False when there is no whole datum.</returns>
    public bool TrySkip(ref ReadOnlySpan<byte> bytes) => TrySkip(ref bytes, DeepestDatum);

    private static AvroSchema Parse(JsonElement json, string space, Dictionary<string, AvroSchema> named)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return Named(json.GetString()!, space, named);
        }

        if (json.ValueKind == JsonValueKind.Array)
        {
            var union = new AvroSchema(AvroSchemaType.Union);
            union.Parts.AddRange(json.EnumerateArray().Select(branch => ("", Parse(branch, space, named))));
            return union;
        }

        var type = json.GetProperty("type");
        return type.ValueKind != JsonValueKind.String ? Parse(type, space, named) : type.GetString() switch
        {
            "record" or "error" => ParseRecord(json, space, named),
            "enum" => Define(new(AvroSchemaType.Enum) { Name = NameOf(json, space), Symbols = [.. json.GetProperty("symbols").EnumerateArray().Select(static s => s.GetString()!)] }, named),
            "fixed" => Define(new(AvroSchemaType.Fixed) { Name = NameOf(json, space), Size = json.GetProperty("size").GetInt32() }, named),
            "array" => Of(AvroSchemaType.Array, json.GetProperty("items"), space, named),
            "map" => Of(AvroSchemaType.Map, json.GetProperty("values"), space, named),
            var name => Named(name!, space, named),
        };
    }

    private static AvroSchema ParseRecord(JsonElement json, string space, Dictionary<string, AvroSchema> named)
    {
        var record = Define(new(AvroSchemaType.Record) { Name = NameOf(json, space) }, named);
        var inner = record.Name.LastIndexOf('.') is >= 0 and var dot ? record.Name[..dot] : "";
        foreach (var field in json.GetProperty("fields").EnumerateArray())
        {
            record.Parts.Add((field.GetProperty("name").GetString()!, Parse(field.GetProperty("type"), inner, named)));
        }

        return record;
    }

    private static AvroSchema Of(AvroSchemaType type, JsonElement element, string space, Dictionary<string, AvroSchema> named)
    {
        var schema = new AvroSchema(type);
        schema.Parts.Add(("", Parse(element, space, named)));
        return schema;
    }

    private static AvroSchema Define(AvroSchema schema, Dictionary<string, AvroSchema> named) => named[schema.Name] = schema;

    private static AvroSchema Named(string name, string space, Dictionary<string, AvroSchema> named) =>
        Enum.TryParse<AvroSchemaType>(name, ignoreCase: true, out var type) && type <= AvroSchemaType.String && !char.IsUpper(name[0]) ? new(type)
        : named.TryGetValue(name.Contains('.', StringComparison.Ordinal) || space.Length == 0 ? name : $"{space}.{name}", out var known)
            || named.TryGetValue(name, out known) ? known
        : throw new FormatException($"no Avro schema: the type '{name}' is not defined");

    private static string NameOf(JsonElement json, string space)
    {
        var name = json.GetProperty("name").GetString()!;
        var own = json.TryGetProperty("namespace", out var given) ? given.GetString()! : space;
        return name.Contains('.', StringComparison.Ordinal) || own.Length == 0 ? name : $"{own}.{name}";
    }

    private static bool TryAdvance(ref ReadOnlySpan<byte> bytes, long length)
    {
        if (length < 0 || length > bytes.Length)
        {
            return false;
        }

        bytes = bytes[(int)length..];
        return true;
    }

    private bool TrySkip(ref ReadOnlySpan<byte> bytes, int depth)
    {
        switch (Type)
        {
            case AvroSchemaType.Null:
                return true;
            case AvroSchemaType.Boolean:
                return TryAdvance(ref bytes, 1);
            case AvroSchemaType.Int or AvroSchemaType.Long or AvroSchemaType.Enum:
                return AvroNumbers.TryRead(ref bytes, out _);
            case AvroSchemaType.Float:
                return TryAdvance(ref bytes, 4);
            case AvroSchemaType.Double:
                return TryAdvance(ref bytes, 8);
            case AvroSchemaType.Bytes or AvroSchemaType.String:
                return AvroNumbers.TryReadBytes(ref bytes, out _);
            case AvroSchemaType.Fixed:
                return TryAdvance(ref bytes, Size);
            case var _ when depth == 0:
                return false;
            case AvroSchemaType.Record:
                foreach (var (_, field) in Parts)
                {
                    if (!field.TrySkip(ref bytes, depth - 1))
                    {
                        return false;
                    }
                }

                return true;
            case AvroSchemaType.Union:
                return AvroNumbers.TryRead(ref bytes, out var branch) && branch >= 0 && branch < Parts.Count && Parts[(int)branch].Schema.TrySkip(ref bytes, depth - 1);
            default:
                return TrySkipBlocks(ref bytes, depth);
        }
    }

    // Arrays and maps come in blocks; one with a negative count tells its length in bytes.
    private bool TrySkipBlocks(ref ReadOnlySpan<byte> bytes, int depth)
    {
        var element = Parts[0].Schema;
        while (AvroNumbers.TryRead(ref bytes, out var count))
        {
            if (count == 0)
            {
                return true;
            }

            if (count < 0)
            {
                if (!AvroNumbers.TryRead(ref bytes, out var length) || !TryAdvance(ref bytes, length))
                {
                    return false;
                }

                continue;
            }

            for (; count > 0; count--)
            {
                var before = bytes.Length;
                if ((Type == AvroSchemaType.Map && !AvroNumbers.TryReadBytes(ref bytes, out _)) || !element.TrySkip(ref bytes, depth - 1))
                {
                    return false;
                }

                if (bytes.Length == before)
                {
                    // Elements without bytes: however many there are, nothing is left to skip.
                    break;
                }
            }
        }

        return false;
    }
}
