using System.Text.Json;
using FlumeSharp.Registry;
using FlumeSharp.Serialization;

namespace FlumeSharp.Sources.SpoolDirectory.Avro;

/// <summary>An event of each record of an Avro container file. The body is the record's bytes alone; a header tells the schema.</summary>
/// <remarks>Reading can only begin at a block: of a block that was delivered in part, a later start delivers all of it again.</remarks>
[FlumeDeserializer("avro", "org.apache.flume.serialization.AvroEventDeserializer$Builder")]
public sealed class AvroDeserializer : IEventDeserializer
{
    private const string HashHeader = "flume.avro.schema.hash";
    private const string LiteralHeader = "flume.avro.schema.literal";
    private readonly ContainerBlocks _blocks;
    private readonly AvroSchema _schema;
    private readonly EventHeaders _headers;
    private ReadOnlyMemory<byte> _rest;
    private long _recordsLeft;

    /// <summary>Reads the file's header.</summary>
    /// <exception cref="BadFileException">The file is no Avro container file.</exception>
    public AvroDeserializer(AvroDeserializerOptions options, DeserializerContext context)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        _blocks = new ContainerBlocks(context.File, context.Path, context.Start);
        var text = _blocks.Header.Text("avro.schema") ?? throw _blocks.Bad("is an Avro container file without a schema");
        try
        {
            _schema = AvroSchema.Parse(text);
        }
        catch (FormatException failure)
        {
            throw _blocks.Bad($"has {failure.Message}", failure);
        }

        _headers = options.SchemaType == AvroSchemaHeader.Hash
            ? EventHeaders.Of(HashHeader, SchemaFingerprint.Of(_schema))
            : EventHeaders.Of(LiteralHeader, Compact(text));
    }

    /// <inheritdoc />
    public long Position => _recordsLeft > 0 ? _blocks.Start : _blocks.End;

    /// <inheritdoc />
    public int Read(EventBatch batch, int maxEvents)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var count = 0;
        while (count < maxEvents)
        {
            if (_recordsLeft == 0)
            {
                if (!_blocks.TryRead(out _recordsLeft, out _rest))
                {
                    break;
                }

                continue;
            }

            var bytes = _rest.Span;
            if (!_schema.TrySkip(ref bytes))
            {
                throw _blocks.Bad($"has a record that is not of its schema in the block after offset {_blocks.Start}");
            }

            var length = _rest.Length - bytes.Length;
            batch.Add(new Event(_rest[..length], _headers));
            _rest = _rest[length..];
            _recordsLeft--;
            count++;
        }

        return count;
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private static string Compact(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return JsonSerializer.Serialize(document.RootElement, SchemaJson.Options);
    }
}
