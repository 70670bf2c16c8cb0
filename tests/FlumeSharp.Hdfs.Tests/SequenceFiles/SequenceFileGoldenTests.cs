using System.Buffers;
using System.Globalization;
using System.Text.Json;
using FlumeSharp.Hdfs.SequenceFiles;

namespace FlumeSharp.Hdfs.Tests.SequenceFiles;

/// <summary>Files that Apache Flume wrote: the writer makes the same bytes, the reader finds the same events.</summary>
public sealed class SequenceFileGoldenTests
{
    private static readonly string s_folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "SequenceFiles", "Golden");

    [TestCase("text-batch7.seq", "events.ndjson", SequenceFileValueType.Text, 7)]
    [TestCase("text-batch100.seq", "events.ndjson", SequenceFileValueType.Text, 100)]
    [TestCase("writable-batch7.seq", "events.ndjson", SequenceFileValueType.BytesWritable, 7)]
    [TestCase("writable-batch100.seq", "events200.ndjson", SequenceFileValueType.BytesWritable, 100)]
    public async Task The_writer_makes_Flumes_bytes(string file, string events, SequenceFileValueType type, int batchSize)
    {
        var expected = await File.ReadAllBytesAsync(Path.Combine(s_folder, file));
        await using var reader = await SequenceFileReader.OpenAsync(new MemoryStream(expected), file);
        var output = new ArrayBufferWriter<byte>();
        var writer = SequenceFileWriter.CreatePlain(type, reader.Header.SyncMarker);

        writer.WriteHeader(output);
        foreach (var batch in Events(events).Chunk(batchSize))
        {
            foreach (var (key, body) in batch)
                writer.Append(key, body, output);
            writer.Sync(output);
        }
        writer.Finish(output);

        output.WrittenSpan.ToArray().Should().Equal(expected);
    }

    [TestCase("text-batch7.seq", "events.ndjson")]
    [TestCase("writable-batch7.seq", "events.ndjson")]
    [TestCase("writable-batch100.seq", "events200.ndjson")]
    public async Task The_reader_finds_Flumes_events(string file, string events)
    {
        await using var reader = await SequenceFileReader.OpenAsync(File.OpenRead(Path.Combine(s_folder, file)), file);

        foreach (var (key, body) in Events(events))
        {
            (await reader.ReadAsync()).Should().BeTrue();
            reader.ReadLongKey().Should().Be(key);
            reader.ReadBody().ToArray().Should().Equal(body);
        }

        (await reader.ReadAsync()).Should().BeFalse();
        reader.Header.Metadata.Should().BeEmpty();
        reader.Position.Should().Be(new FileInfo(Path.Combine(s_folder, file)).Length);
    }

    [Test]
    public async Task A_compressed_file_is_refused_by_its_codec()
    {
        var open = async () => await SequenceFileReader.OpenAsync(File.OpenRead(Path.Combine(s_folder, "text-snappy-block.seq")), "x.seq");

        await open.Should().ThrowAsync<SequenceFileException>().WithMessage("*'x.seq'*org.apache.hadoop.io.compress.SnappyCodec*");
    }

    private static IEnumerable<(long Key, byte[] Body)> Events(string file)
    {
        foreach (var line in File.ReadLines(Path.Combine(s_folder, file)))
        {
            using var json = JsonDocument.Parse(line);
            var timestamp = json.RootElement.GetProperty("headers").GetProperty("timestamp").GetString()!;
            yield return (long.Parse(timestamp, CultureInfo.InvariantCulture), json.RootElement.GetProperty("body64").GetBytesFromBase64());
        }
    }
}
