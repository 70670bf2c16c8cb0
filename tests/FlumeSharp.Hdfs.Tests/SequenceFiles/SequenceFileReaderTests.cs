using System.Buffers;
using CsCheck;
using FlumeSharp.Hdfs.SequenceFiles;

namespace FlumeSharp.Hdfs.Tests.SequenceFiles;

public sealed class SequenceFileReaderTests
{
    private static readonly Gen<(long Key, byte[] Body)[]> s_records = Gen.Select(Gen.Long, Gen.Byte.Array[0, 300]).Array[0, 40];

    private static byte[] Write((long Key, byte[] Body)[] records, SequenceFileValueType type, int syncInterval, int flushEvery)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = SequenceFileWriter.CreatePlain(type, syncInterval: syncInterval);
        writer.WriteHeader(output);
        for (var i = 0; i < records.Length; i++)
        {
            writer.Append(records[i].Key, records[i].Body, output);
            if (i % flushEvery == 0)
                writer.Sync(output);
        }
        writer.Finish(output);
        return output.WrittenSpan.ToArray();
    }

    private static async Task<List<(long Key, byte[] Body)>> Read(Stream stream)
    {
        await using var reader = await SequenceFileReader.OpenAsync(stream, "test.seq");
        var records = new List<(long, byte[])>();
        while (await reader.ReadAsync())
            records.Add((reader.ReadLongKey(), reader.ReadBody().ToArray()));
        return records;
    }

    [Test]
    public async Task What_was_written_is_read([Values] SequenceFileValueType type)
        => await Gen.Select(s_records, Gen.Int[1, 5000], Gen.Int[1, 10]).SampleAsync(async (records, interval, flushEvery) =>
        {
            var read = await Read(new MemoryStream(Write(records, type, interval, flushEvery)));
            return read.Count == records.Length && read.Zip(records).All(pair => pair.First.Key == pair.Second.Key && pair.First.Body.AsSpan().SequenceEqual(pair.Second.Body));
        }, iter: 300);

    [Test]
    public async Task Streams_that_give_little_at_a_time_and_large_records_are_read()
    {
        var body = new byte[700_000];
        new Random(3).NextBytes(body);
        var file = Write([(1, body), (2, [5]), (3, body)], SequenceFileValueType.BytesWritable, 1000, 1);

        var read = await Read(new TrickleStream(file));

        read.Select(r => r.Body.Length).Should().Equal(700_000, 1, 700_000);
        read[2].Body.Should().Equal(body);
    }

    [Test]
    public async Task A_file_cut_anywhere_gives_its_whole_records_and_then_an_error_with_the_place()
    {
        var records = Enumerable.Range(0, 5).Select(i => ((long)i, new byte[i * 7])).ToArray();
        var file = Write(records, SequenceFileValueType.Text, 60, 2);
        var whole = 0;

        for (var length = 0; length < file.Length; length++)
        {
            try
            {
                var read = await Read(new MemoryStream(file, 0, length));
                read.Should().HaveCountLessThanOrEqualTo(records.Length);
                whole++;
            }
            catch (SequenceFileException ex)
            {
                ex.Message.Should().Contain("'test.seq'").And.Contain("at byte");
            }
        }

        whole.Should().BeInRange(records.Length, 2 * records.Length + 1, "only cuts between records and markers look like an end");
    }

    [Test]
    public async Task A_flipped_bit_gives_other_data_or_a_clear_error_and_nothing_else()
    {
        var file = Write(Enumerable.Range(0, 5).Select(i => ((long)i, new byte[i * 7])).ToArray(), SequenceFileValueType.BytesWritable, 60, 2);
        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            var damaged = file.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                await Read(new MemoryStream(damaged));
            }
            catch (SequenceFileException ex)
            {
                ex.Message.Should().Contain("'test.seq'");
            }
        }
    }

    [Test]
    public async Task Random_bytes_end_in_a_clear_error()
        => await Gen.Byte.Array[0, 200].SampleAsync(async noise =>
        {
            try
            {
                await Read(new MemoryStream([.. "SEQ\u0006"u8, .. noise]));
                return false;
            }
            catch (SequenceFileException)
            {
                return true;
            }
        });

    [Test]
    public async Task A_false_length_claims_no_memory()
    {
        var file = Write([(1, [1, 2, 3])], SequenceFileValueType.BytesWritable, 1000, 9);
        byte[] hostile = [.. file, 0x7F, 0xFF, 0xFF, 0xF0, 0, 0, 0, 8, 1, 2, 3];
        var before = GC.GetTotalAllocatedBytes();

        var read = async () => await Read(new MemoryStream(hostile));

        await read.Should().ThrowAsync<SequenceFileException>().WithMessage("*ends here*");
        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(50_000_000);
    }

    [TestCase("SEX", "no SequenceFile")]
    [TestCase("SEQ\u0005", "version 5")]
    public async Task Another_kind_of_file_is_named(string start, string reason)
    {
        var read = async () => await Read(new MemoryStream([.. System.Text.Encoding.Latin1.GetBytes(start), .. new byte[100]]));

        await read.Should().ThrowAsync<SequenceFileException>().WithMessage($"*{reason}*");
    }

    /// <summary>Gives at most 1000 bytes per read.</summary>
    private sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => base.ReadAsync(buffer[..Math.Min(1000, buffer.Length)], cancellationToken);
    }
}
