using Avro;
using Avro.File;
using Avro.Generic;

namespace FlumeSharp.Agent.Commands;

/// <summary>An Avro container file with the schema of Flume's <c>avro_event</c> serializer.</summary>
internal sealed class AvroExport : IEventExport
{
    private const string EventSchema =
        """{"type":"record","name":"Event","fields":[{"name":"headers","type":{"type":"map","values":"string"}},{"name":"body","type":"bytes"}]}""";

    private readonly RecordSchema _schema = (RecordSchema)Schema.Parse(EventSchema);
    private readonly IFileWriter<GenericRecord> _writer;

    public AvroExport(Stream output)
        => _writer = DataFileWriter<GenericRecord>.OpenWriter(new GenericDatumWriter<GenericRecord>(_schema), output, Codec.CreateCodec(Codec.Type.Deflate), leaveOpen: true);

    public void Write(Event item)
    {
        var record = new GenericRecord(_schema);
        // The schema has no null; Flume's file channel reads such a header back as an empty one, too.
        record.Add("headers", item.Headers.ToDictionary(static header => header.Key, static header => (object)(header.Value ?? ""), StringComparer.Ordinal));
        record.Add("body", item.Body.ToArray());
        _writer.Append(record);
    }

    public void Dispose() => _writer.Dispose();
}
