using FlumeSharp.Channels.File.Checkpoints;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.File;

/// <summary>Pins the bytes of docs/specs/file-channel-format.md: files that are out there must stay readable.</summary>
public sealed class FormatTests
{
    private const string ChannelHex = "000102030405060708090A0B0C0D0E0F";

    [Test]
    public void The_checksum_is_crc_32c()
    {
        Checksum.Of("123456789"u8).Should().Be(0xE3069283, "the check value of the catalogue");
        Checksum.Of(0x34333231, "56789"u8).Should().Be(0xE3069283);
    }

    [Test]
    public void The_header_of_a_segment_is_as_the_page_says()
    {
        var bytes = new byte[SegmentHeader.Length];
        new SegmentHeader(ChannelId.Read(Convert.FromHexString(ChannelHex)), 7, 5, 0x1234, 99).Write(bytes);

        Convert.ToHexString(bytes.AsSpan(0, 60)).Should().Be(
            "464C554D45534547" + "01000000" + "00000000" + ChannelHex + "07000000" + "05000000" + "34120000" + "40000000" + "6300000000000000" + "00000000");
        BitConverter.ToUInt32(bytes, 60).Should().Be(Checksum.Of(bytes.AsSpan(0, 60)));
        SegmentHeader.TryRead(bytes, "x", out var read).Should().BeTrue();
        read.Should().Be(new SegmentHeader(ChannelId.Read(Convert.FromHexString(ChannelHex)), 7, 5, 0x1234, 99));
    }

    [Test]
    public void A_newer_version_is_refused_and_a_damaged_one_is_not_mistaken_for_it()
    {
        var bytes = new byte[SegmentHeader.Length];
        new SegmentHeader(default, 1, 0, 0, 1).Write(bytes);
        bytes[8] = 2;
        SegmentHeader.TryRead(bytes, "x", out _).Should().BeFalse();
        BitConverter.TryWriteBytes(bytes.AsSpan(60), Checksum.Of(bytes.AsSpan(0, 60)));

        var read = () => SegmentHeader.TryRead(bytes, "x", out _);

        read.Should().Throw<ChannelException>().WithMessage("x has format version 2*");
    }

    [Test]
    public void A_frame_of_puts_is_as_the_page_says()
    {
        var buffer = new FrameBuffer();
        int[] offsets = [];
        Event[] events = [new("ab"u8.ToArray(), EventHeaders.Create([new("h", "v"), new("n", null)])), new(default)];
        new EventEncoder().Encode(events, buffer, ref offsets, 1000, "c1");
        new FrameHeader(FrameType.Puts, buffer.Length - FrameHeader.Length, 2, 5, 64, 0, 0).Write(buffer.Frame, 7);

        offsets.AsSpan(0, 2).ToArray().Should().Equal(40, 59);
        var first = "00" + "02" + "0168" + "0276" + "016E" + "00" + "6162";
        var second = "01" + "00";
        Convert.ToHexString(buffer.Frame).Should().Be(
            "46534631"
            + "01000000" + "1D000000" + "02000000" + "0500000000000000" + "40000000" + "00000000" + "00000000" + Crc("07000000", buffer.Frame[..36])
            + "0B000000" + Crc("0B000000", Convert.FromHexString(first)) + first
            + "02000000" + Crc("02000000", Convert.FromHexString(second)) + second);
        (buffer.Padded.Length % FrameHeader.Alignment).Should().Be(0);
    }

    [Test]
    public void A_body_of_takes_is_as_the_page_says()
    {
        var buffer = new FrameBuffer();

        TakesFrame.Encode([new(5, 5), new(7, 9), new(1000, 1200)], buffer);

        Convert.ToHexString(buffer.Frame[FrameHeader.Length..]).Should().Be("0000" + "0102" + "DE07" + "C801");
    }

    [Test]
    public void The_header_of_a_checkpoint_is_as_the_page_says()
    {
        var bytes = new byte[CheckpointHeader.Length];
        new CheckpointHeader(ChannelId.Read(Convert.FromHexString(ChannelHex)), 2, 100, 3, 4).Write(bytes);

        Convert.ToHexString(bytes.AsSpan(0, 60)).Should().Be(
            "464C554D45434B50" + "01000000" + "02000000" + ChannelHex + "6400000000000000" + "0300000000000000" + "0400000000000000" + "00000000");
    }

    [Test]
    public async Task A_put_of_500_bytes_and_its_take_cost_what_the_page_says()
    {
        using var temp = new TempFolder();
        await using var channel = await FileChannels.StartAsync(new TestHost(), FileChannels.Options(temp.Path));

        await channel.PutAsync(new string('x', 500));
        var segment = Directory.GetFiles(temp.File("data0"), "segment-*").Single();
        var put = new FileInfo(segment).Length;
        await channel.TakeAsync();

        put.Should().Be(SegmentHeader.Length + 552);
        new FileInfo(segment).Length.Should().Be(put + 48);
        (552 + 48).Should().BeLessThan((int)((500 * 1.15) + 32));
    }

    private static string Crc(string first, ReadOnlySpan<byte> bytes) =>
        Convert.ToHexString(BitConverter.GetBytes(Checksum.Of(BitConverter.ToUInt32(Convert.FromHexString(first)), bytes)));
}
