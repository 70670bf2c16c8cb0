using Avro;
using Avro.File;
using Avro.Generic;
using FlumeSharp.Serialization;
using FlumeSharp.Sources.SpoolDirectory.Avro;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Codec = Avro.File.Codec;

namespace FlumeSharp.Sources.SpoolDirectory;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AvroDeserializerTests : IDisposable
{
    private const string Json = """
        { "type": "record", "name": "Visit", "namespace": "acme.web", "doc": "a visit", "fields": [
            {"name": "id", "type": "long"}, {"name": "host", "type": ["null", "string"], "default": null},
            {"name": "tags", "type": {"type": "array", "items": "string"}}, {"name": "sizes", "type": {"type": "map", "values": "double"}},
            {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}}, {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 4}},
            {"name": "ok", "type": "boolean"}, {"name": "second", "type": "Kind"} ] }
        """;

    private static readonly RecordSchema Schema = (RecordSchema)global::Avro.Schema.Parse(Json);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase(Codec.Type.Null)]
    [TestCase(Codec.Type.Deflate)]
    public void Every_record_is_an_event_with_its_own_bytes(Codec.Type codec)
    {
        var expected = Write(500, codec);

        var events = Read(int.MaxValue);

        events.Select(static item => Convert.ToHexString(item.Body.Span)).Should().Equal(expected);
        events.Should().OnlyContain(static item => item.Headers.Count == 1);
    }

    [Test]
    public void Reading_goes_on_at_the_block_that_was_not_finished()
    {
        var expected = Write(500, Codec.Type.Null);

        var all = Read(7, renew: true);

        // What comes twice is what a block had left when a batch ended in it.
        all.Select(static item => Convert.ToHexString(item.Body.Span)).Distinct().Should().Equal(expected);
    }

    [Test]
    public void A_schema_is_named_by_its_canonical_form()
    {
        var schema = AvroSchema.Parse(Json);

        SchemaFingerprint.CanonicalForm(schema).Should().Be(SchemaNormalization.ToParsingForm(Schema));
        SchemaFingerprint.Of(schema).Should().Be(Convert.ToHexStringLower(SchemaNormalization.ParsingFingerprint("CRC-64-AVRO", Schema)));
    }

    [Test]
    public void A_schema_may_stand_in_the_header_as_a_whole()
    {
        Write(1, Codec.Type.Null);

        var item = Read(1, schema: AvroSchemaHeader.Literal).Single();

        item.Headers.TryGetText("flume.avro.schema.literal", out var literal).Should().BeTrue();
        global::Avro.Schema.Parse(literal).Should().Be(Schema);
    }

    [TestCase("no avro at all")]
    [TestCase("Obj\u0001")]
    [TestCase("")]
    public void Another_file_is_bad(string text)
    {
        File.WriteAllText(_folder.File("file"), text);

        this.Invoking(static test => test.Read(10)).Should().Throw<BadFileException>().WithMessage("*is no Avro container file*");
    }

    [Test]
    public void A_file_cut_anywhere_is_bad_or_gives_whole_records_and_never_fails_otherwise()
    {
        var expected = Write(60, Codec.Type.Null);
        var whole = File.ReadAllBytes(_folder.File("file"));
        for (var length = 0; length < whole.Length; length += 13)
        {
            File.WriteAllBytes(_folder.File("file"), whole[..length]);
            try
            {
                Read(10).Select(static item => Convert.ToHexString(item.Body.Span)).Should().BeSubsetOf(expected);
            }
            catch (BadFileException)
            {
                // What it should be.
            }
        }
    }

    [Test]
    public void A_schema_that_names_itself_does_not_exhaust_the_stack()
    {
        var schema = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"next","type":"R"}]}""");
        ReadOnlySpan<byte> bytes = new byte[100];

        schema.TrySkip(ref bytes).Should().BeFalse();
    }

    private List<string> Write(int count, Codec.Type codec)
    {
        var expected = new List<string>();
        var writer = new GenericDatumWriter<GenericRecord>(Schema);
        using var file = DataFileWriter<GenericRecord>.OpenWriter(writer, _folder.File("file"), Codec.CreateCodec(codec));
        file.SetSyncInterval(400);
        for (var i = 0; i < count; i++)
        {
            var record = new GenericRecord(Schema);
            record.Add("id", (long)i);
            record.Add("host", i % 3 == 0 ? null : $"host {i}");
            record.Add("tags", Enumerable.Range(0, i % 4).Select(static n => $"tag {n}").ToArray());
            record.Add("sizes", new Dictionary<string, object> { ["a"] = 1.5 * i });
            record.Add("kind", new GenericEnum((EnumSchema)Schema["kind"].Schema, "B"));
            record.Add("hash", new GenericFixed((FixedSchema)Schema["hash"].Schema, [1, 2, 3, (byte)i]));
            record.Add("ok", i % 2 == 0);
            record.Add("second", new GenericEnum((EnumSchema)Schema["kind"].Schema, "A"));
            file.Append(record);
            using var datum = new MemoryStream();
            writer.Write(record, new global::Avro.IO.BinaryEncoder(datum));
            expected.Add(Convert.ToHexString(datum.ToArray()));
        }

        return expected;
    }

    private List<Event> Read(int batchSize, bool renew = false, AvroSchemaHeader schema = AvroSchemaHeader.Hash)
    {
        using var file = File.OpenHandle(_folder.File("file"));
        var all = new List<Event>();
        var position = 0L;
        var deserializer = Open();
        while (true)
        {
            var batch = new EventBatch();
            if (deserializer.Read(batch, batchSize) == 0)
            {
                return all;
            }

            all.AddRange(batch.Memory.ToArray());
            if (renew && deserializer.Position > position)
            {
                position = deserializer.Position;
                deserializer = Open();
            }
        }

        AvroDeserializer Open() => new(new() { SchemaType = schema }, new() { File = file, Path = "file", Start = position, Logger = NullLogger.Instance, SourceName = "r1" });
    }
}
