using System.Buffers;
using System.Text;
using FlumeSharp.Hdfs.SequenceFiles;

namespace FlumeSharp.Hdfs.Tests.SequenceFiles;

public sealed class SequenceFileWriterTests
{
    private const string LongWritable = "216F72672E6170616368652E6861646F6F702E696F2E4C6F6E675772697461626C65";
    private const string BytesWritable = "226F72672E6170616368652E6861646F6F702E696F2E42797465735772697461626C65";
    private const string Text = "196F72672E6170616368652E6861646F6F702E696F2E54657874";
    private const string Marker = "000102030405060708090A0B0C0D0E0F";

    private static readonly byte[] s_marker = Convert.FromHexString(Marker);

    // One event, one flush, then close.
    [TestCase(SequenceFileValueType.BytesWritable,
        "53455106" + LongWritable + BytesWritable + "000000000000" + Marker
        + "00000011" + "00000008" + "0000013819981392" + "0000000568656C6C6F" + "FFFFFFFF" + Marker)]
    [TestCase(SequenceFileValueType.Text,
        "53455106" + LongWritable + Text + "000000000000" + Marker
        + "0000000E" + "00000008" + "0000013819981392" + "0568656C6C6F" + "FFFFFFFF" + Marker)]
    public void A_file_has_Hadoops_bytes(SequenceFileValueType type, string hex)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = SequenceFileWriter.CreatePlain(type, s_marker);

        writer.WriteHeader(output);
        writer.Append(1340459193234, "hello"u8, output);
        writer.Sync(output);
        writer.Sync(output);
        writer.Finish(output);

        Convert.ToHexString(output.WrittenSpan).Should().Be(hex);
        writer.Position.Should().Be(output.WrittenCount);
    }

    [Test]
    public void A_marker_goes_before_the_record_that_follows_a_full_interval()
    {
        const int header = 95;
        var output = new ArrayBufferWriter<byte>();
        var writer = SequenceFileWriter.CreatePlain(SequenceFileValueType.BytesWritable, s_marker, syncInterval: 500);
        writer.WriteHeader(output);

        var starts = new List<long>();
        for (var i = 0; i < 10; i++)
        {
            writer.Append(i, new byte[100], output); // 120 bytes a record
            starts.Add(writer.Position - 120);
        }

        // 95 + 4 × 120 = 575 is the first position at or above 500; the next ones count from behind the marker.
        starts.Should().Equal(95, 215, 335, 455, header + 480 + 20, 715, 835, 955, 1075, 595 + 600 + 20);
    }

    [Test]
    public void The_usual_interval_is_Hadoop_3s()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = SequenceFileWriter.CreatePlain(SequenceFileValueType.BytesWritable, s_marker);
        writer.WriteHeader(output);
        writer.Append(0, new byte[102_400 - 95 - 20], output);
        writer.Position.Should().Be(102_400);

        writer.Append(0, [], output);

        writer.Position.Should().Be(102_400 + 20 + 20);
    }

    [Test]
    public void Two_files_have_different_markers()
    {
        var first = SequenceFileWriter.CreatePlain(SequenceFileValueType.Text).Header.SyncMarker;
        var second = SequenceFileWriter.CreatePlain(SequenceFileValueType.Text).Header.SyncMarker;

        first.ToArray().Should().HaveCount(16).And.NotEqual(second.ToArray());
    }

    [Test]
    public void A_marker_of_another_length_is_refused()
        => FluentActions.Invoking(() => SequenceFileWriter.CreatePlain(SequenceFileValueType.Text, new byte[15])).Should().Throw<ArgumentException>();

    [Test]
    public void Records_allocate_nothing([Values] SequenceFileValueType type)
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var writer = SequenceFileWriter.CreatePlain(type, syncInterval: 1000);
        var body = Encoding.UTF8.GetBytes(new string('x', 300));
        writer.Append(1, body, output);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            writer.Append(i, body, output);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }
}
