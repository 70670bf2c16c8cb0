using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace FlumeSharp.Sources.SpoolDirectory.Avro;

/// <summary>The name of a schema by its content: CRC-64-AVRO over its parsing canonical form, as Flume writes it into a header.</summary>
internal static class SchemaFingerprint
{
    private const ulong Empty = 0xC15D213AA4D7A795;
    private static readonly ulong[] Table = MakeTable();

    /// <summary>The fingerprint in hexadecimal digits, lowest byte first.</summary>
    public static string Of(AvroSchema schema)
    {
        var fingerprint = Empty;
        foreach (var b in Encoding.UTF8.GetBytes(CanonicalForm(schema)))
        {
            fingerprint = (fingerprint >> 8) ^ Table[(byte)(fingerprint ^ b)];
        }

        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, fingerprint);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>The schema without what does not matter for reading, in one way of writing.</summary>
    public static string CanonicalForm(AvroSchema schema)
    {
        var text = new StringBuilder();
        Write(text, schema, new(StringComparer.Ordinal));
        return text.ToString();
    }

    private static void Write(StringBuilder text, AvroSchema schema, HashSet<string> written)
    {
        switch (schema.Type)
        {
            case AvroSchemaType.Record or AvroSchemaType.Enum or AvroSchemaType.Fixed when !written.Add(schema.Name):
                text.Append('"').Append(schema.Name).Append('"');
                break;
            case AvroSchemaType.Record:
                text.Append(CultureInfo.InvariantCulture, $"{{\"name\":\"{schema.Name}\",\"type\":\"record\",\"fields\":[");
                WriteList(text, schema.Parts, part =>
                {
                    text.Append(CultureInfo.InvariantCulture, $"{{\"name\":\"{part.Name}\",\"type\":");
                    Write(text, part.Schema, written);
                    text.Append('}');
                });
                text.Append("]}");
                break;
            case AvroSchemaType.Enum:
                text.Append(CultureInfo.InvariantCulture, $"{{\"name\":\"{schema.Name}\",\"type\":\"enum\",\"symbols\":[\"{string.Join("\",\"", schema.Symbols)}\"]}}");
                break;
            case AvroSchemaType.Fixed:
                text.Append(CultureInfo.InvariantCulture, $"{{\"name\":\"{schema.Name}\",\"type\":\"fixed\",\"size\":{schema.Size}}}");
                break;
            case AvroSchemaType.Union:
                text.Append('[');
                WriteList(text, schema.Parts, part => Write(text, part.Schema, written));
                text.Append(']');
                break;
            case AvroSchemaType.Array or AvroSchemaType.Map:
                text.Append(schema.Type == AvroSchemaType.Array ? "{\"type\":\"array\",\"items\":" : "{\"type\":\"map\",\"values\":");
                Write(text, schema.Parts[0].Schema, written);
                text.Append('}');
                break;
            default:
                text.Append('"').Append(schema.Type.ToString().ToLowerInvariant()).Append('"');
                break;
        }
    }

    private static void WriteList<T>(StringBuilder text, List<T> items, Action<T> write)
    {
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i > 0 ? "," : "");
            write(items[i]);
        }
    }

    private static ulong[] MakeTable()
    {
        var table = new ulong[256];
        for (var i = 0; i < table.Length; i++)
        {
            var value = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & 1) == 0 ? 0 : Empty);
            }

            table[i] = value;
        }

        return table;
    }
}
