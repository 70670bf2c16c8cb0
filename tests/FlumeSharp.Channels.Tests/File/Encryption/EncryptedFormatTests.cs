using System.Buffers.Binary;
using System.Text;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.File.Encryption;

/// <summary>Pins the bytes of section 9 of docs/specs/file-channel-format.md.</summary>
public sealed class EncryptedFormatTests
{
    private const string Alias = "key-0";
    private static readonly byte[] Named = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];

    [Test]
    public void What_names_the_key_is_as_the_page_says()
    {
        var salt = Enumerable.Range(100, 32).Select(static i => (byte)i).ToArray();
        var check = Enumerable.Range(200, 16).Select(static i => (byte)i).ToArray();
        var header = new EncryptionHeader(Alias, 32, salt, check);
        var file = new byte[header.FirstFrame];

        header.Write(file, 7);

        header.FirstFrame.Should().Be(4096 + 72, "61 + 5 bytes, and the next multiple of 8");
        var expected = "46534531" + "01" + "20" + "0500" + Convert.ToHexString(salt) + Convert.ToHexString(check) + Convert.ToHexString("key-0"u8);
        var crc = BitConverter.GetBytes(Checksum.Of(7, Convert.FromHexString(expected)));
        foreach (var place in new[] { 64, 4096 })
            Convert.ToHexString(file.AsSpan(place, 65)).Should().Be(expected + Convert.ToHexString(crc));
    }

    [Test]
    public async Task A_segment_is_as_the_page_says()
    {
        using var temp = new TempFolder();
        var provider = new Key();
        await using (var channel = await FileChannels.StartAsync(new TestHost(), FileChannels.Options(temp.Path), new FileChannelEnvironment { Keys = new Keyring(provider, Alias) }))
        {
            await using var transaction = channel.BeginTransaction();
            transaction.Put(new Event("ab"u8.ToArray(), EventHeaders.Create([new("h", "v")])));
            transaction.Put([.. ChannelExtensions.Events(Enumerable.Range(0, 9).Select(static i => $"{i}"))]);
            await transaction.CommitAsync();
        }

        var path = temp.File("data0", Segment.NameOf(1));
        var bytes = await System.IO.File.ReadAllBytesAsync(path);
        bytes[12].Should().Be(1, "bit 0 of the flags");
        var first = EncryptedLog.FirstFrame(bytes);
        first.Should().Be(4168);
        bytes.AsSpan(64, 65).SequenceEqual(bytes.AsSpan(4096, 65)).Should().BeTrue("both copies are the same");
        var salt = bytes.AsSpan(72, 32).ToArray();
        EncryptedLog.Derive(Named, salt, "FlumeSharp check value", 1, 16).Should().Equal(bytes.AsSpan(104, 16).ToArray());
        var key = EncryptedLog.Derive(Named, salt, "FlumeSharp segment key", 1, 32);

        // Ten events: a block of eight, one of two, both at multiples of 8.
        var block = EncryptedLog.FirstBlock(bytes);
        BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(4)).Should().Be(Checksum.Of((uint)(block.Length - 8) | 0x80000000, block.AsSpan(8)));
        block[8].Should().Be(0, "index of the first event");
        block[9].Should().Be(8, "events in the block");
        var content = EncryptedLog.Open(key, block, 2, 1, 1, (uint)first + 40);
        Convert.ToHexString(content).Should().StartWith("07" + "01" + "0168" + "0276" + "6162" + "02" + "00" + "30" + "02" + "00" + "31");

        var next = first + 40 + ((block.Length + 7) & ~7);
        var second = bytes.AsSpan(next, 8 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(next)));
        second[8].Should().Be(8);
        second[9].Should().Be(2);
        Convert.ToHexString(EncryptedLog.Open(key, second, 2, 9, 1, (uint)next)).Should().Be("02" + "00" + "37" + "02" + "00" + "38");
        FrameHeader.TryRead(bytes.AsSpan(first), 1, first, out var header).Should().BeTrue();
        header.BodyLength.Should().Be(next + second.Length - first - 40);
    }

    [Test]
    public async Task What_encryption_costs_on_disk_is_what_the_page_says()
    {
        using var temp = new TempFolder();
        await using var channel = await FileChannels.StartAsync(new TestHost(), FileChannels.Options(temp.Path), new FileChannelEnvironment { Keys = new Keyring(new Key(), Alias) });
        var path = temp.File("data0", Segment.NameOf(1));

        await channel.PutAsync(new string('x', 500));
        var one = new FileInfo(path).Length;
        await channel.PutAsync([.. Enumerable.Repeat(new string('x', 500), 8)]);

        one.Should().Be(4168 + 576);
        (new FileInfo(path).Length - one).Should().Be(8 * 512);
    }

    [Test]
    public void A_cipher_of_a_newer_version_is_refused()
    {
        var disk = new SimulatedDisk(new Random(1));
        var header = new EncryptionHeader(Alias, 32, new byte[32], new byte[16]);
        var bytes = new byte[header.FirstFrame];
        header.Write(bytes, 3);
        bytes[64 + 4] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(64 + 61), Checksum.Of(3, bytes.AsSpan(64, 61)));
        using var file = disk.Create("/s");
        file.Write(bytes, 0);

        var find = () => EncryptionHeader.Find(file, 3, out _);

        find.Should().Throw<ChannelException>().WithMessage("*encrypted with the key 'key-0' uses cipher 2*Nothing was changed.");
    }

    private sealed class Key : IKeyProvider
    {
        public string Source => "key store 'test'";

        public ReadOnlyMemory<byte> Get(string alias) => Encoding.UTF8.GetByteCount(alias) > 0 ? Named : default;
    }
}
