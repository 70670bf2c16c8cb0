using FlumeSharp.Options;

namespace FlumeSharp.Sources.SpoolDirectory.Avro;

/// <summary>The keys of the AVRO deserializer.</summary>
public sealed class AvroDeserializerOptions
{
    /// <summary>How an event tells the schema of its body: by its fingerprint in the header <c>flume.avro.schema.hash</c>, or as a whole in <c>flume.avro.schema.literal</c>.</summary>
    /// <value>Default: hash.</value>
    [FlumeOption("schemaType")]
    public AvroSchemaHeader SchemaType { get; init; }
}
