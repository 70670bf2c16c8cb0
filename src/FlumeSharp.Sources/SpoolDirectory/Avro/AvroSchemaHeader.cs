namespace FlumeSharp.Sources.SpoolDirectory.Avro;

/// <summary>How an event tells the schema of its body.</summary>
public enum AvroSchemaHeader
{
    /// <summary>By a fingerprint, in the header <c>flume.avro.schema.hash</c>.</summary>
    Hash,

    /// <summary>As a whole, in the header <c>flume.avro.schema.literal</c>.</summary>
    Literal,
}
