using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlumeSharp.Sources.SpoolDirectory.Avro;

// Without blanks, and with no more escapes than JSON needs: as Java writes a schema.
internal static class SchemaJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
