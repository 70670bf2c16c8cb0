namespace FlumeSharp.Sources.SpoolDirectory.Avro;

internal enum AvroSchemaType
{
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Record,
    Enum,
    Array,
    Map,
    Union,
    Fixed,
}
