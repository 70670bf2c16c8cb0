using System.Text;
using FlumeSharp.Hdfs.DataTransfer;
using FlumeSharp.Hdfs.Protos;
using Google.Protobuf;

namespace FlumeSharp.Hdfs.Tests.DataTransfer;

/// <summary>Bytes on the data port as Hadoop's own client writes and reads them.</summary>
internal sealed class WireFormatTests
{
    [TestCase("123456789", 0xe3069283u)]
    [TestCase("hello world", 0xc99465aau)]
    [TestCase("", 0u)]
    public void Crc32c_is_Castagnolis(string text, uint expected) => ChunkChecksum.Crc32C(Encoding.ASCII.GetBytes(text)).Should().Be(expected);

    [Test]
    public void Crc32c_of_a_chunk_of_zeros() => ChunkChecksum.Crc32C(new byte[512]).Should().Be(0x30fcedc0u);

    [Test]
    public void Crc32_is_zlibs()
    {
        var checksum = new byte[4];
        ChunkChecksum.Compute(ChecksumType.Crc32, "hello world"u8, 512, checksum);
        Convert.ToHexStringLower(checksum).Should().Be("0d4a1185");
    }

    [Test]
    public void Chunks_computed_four_at_a_time_equal_chunks_alone([Values(1, 511, 512, 2047, 2048, 2049, 5000, 64512)] int length, [Values(512, 4096, 100)] int chunkSize)
    {
        var data = new byte[length];
        new Random(length).NextBytes(data);
        var together = new byte[ChunkChecksum.LengthFor(ChecksumType.Crc32C, length, chunkSize)];

        ChunkChecksum.Compute(ChecksumType.Crc32C, data, chunkSize, together);

        var alone = data.Chunk(chunkSize).SelectMany(static chunk => BitConverter.GetBytes(ChunkChecksum.Crc32C(chunk)).Reverse());
        together.Should().Equal(alone);
        ChunkChecksum.FindMismatch(ChecksumType.Crc32C, data, chunkSize, together).Should().Be(-1);
    }

    [Test]
    public void A_flipped_bit_is_found_in_its_chunk([Values(0, 511, 512, 40_000, 69_999)] int at, [Values(ChecksumType.Crc32, ChecksumType.Crc32C)] ChecksumType type)
    {
        var data = new byte[70_000];
        var checksums = new byte[ChunkChecksum.LengthFor(type, data.Length, 512)];
        ChunkChecksum.Compute(type, data, 512, checksums);

        data[at] ^= 4;

        ChunkChecksum.FindMismatch(type, data, 512, checksums).Should().Be(at / 512);
    }

    [Test]
    public void Packet_is_header_checksums_and_data()
    {
        var packet = new Packet(ChecksumType.Crc32C, 512, 126);
        packet.Start(0, 128 << 20);
        packet.Append("hello world"u8);

        packet.Seal(0, isLast: false, sync: false);

        Hex(packet.Sealed).Should().Be("0000001300190900000000000000001100000000000000001800250b000000c99465aa68656c6c6f20776f726c64");
    }

    [Test]
    public void Full_packet_has_126_chunks()
    {
        var packet = new Packet(ChecksumType.Crc32C, 512, 126);
        packet.Start(64512, 128 << 20);
        packet.Append(new byte[70_000]).Should().Be(64512);

        packet.Seal(1, isLast: false, sync: false);

        packet.IsFull.Should().BeTrue();
        Hex(packet.Sealed[..31]).Should().Be("0000fdfc001909" + "00fc000000000000" + "11" + "0100000000000000" + "1800" + "25" + "00fc0000");
        packet.Sealed.Length.Should().Be(31 + 504 + 64512);
    }

    [Test]
    public void Last_packet_is_empty_and_may_ask_for_a_sync()
    {
        var packet = new Packet(ChecksumType.Crc32C, 512, 126);
        packet.Start(11, 11);

        packet.Seal(1, isLast: true, sync: true);

        Hex(packet.Sealed).Should().Be("00000004001b090b00000000000000110100000000000000180125000000002801");
    }

    [Test]
    public void Header_reads_back_what_it_writes([Values] bool last, [Values] bool sync)
    {
        var header = new PacketHeader(4 + 8 + 600, 1L << 40, 77, last, 600, sync);
        var bytes = new byte[PacketHeader.MaxLength];

        header.Write(bytes);

        PacketHeader.Read(header.PayloadLength, bytes.AsSpan(PacketHeader.PrefixLength, PacketHeader.LengthFor(sync) - PacketHeader.PrefixLength)).Should().Be(header);
    }

    [TestCase("ff")]
    [TestCase("0901")]
    [TestCase("25ffffffff")]
    public void Header_that_is_none_is_refused(string hex)
    {
        var read = () => PacketHeader.Read(4, Convert.FromHexString(hex));
        read.Should().Throw<InvalidDataException>();
    }

    [TestCase("080010001000100018002203000000", 0, -1, 0, Description = "three nodes, all well")]
    [TestCase("080310001001180022020001", -2, 1, 1, Description = "the second node failed")]
    [TestCase("080110001800220100", -1, -1, 0, Description = "heartbeat")]
    [TestCase("080310081800220108", -2, 0, 8, Description = "restart announced")]
    [TestCase("080a10001000", 5, -1, 0, Description = "no flags, as old servers")]
    [TestCase("080a10001005", 5, 1, 5, Description = "no flags and an expired token")]
    [TestCase("080a1000100022048001c001", 5, -1, 0, Description = "congestion is no failure")]
    public void Acknowledgement_names_packet_and_failed_node(string hex, long sequence, int badNode, int badStatus) =>
        PipelineAck.Read(Convert.FromHexString(hex)).Should().Be(new PipelineAck(sequence, badNode, (TransferStatus)badStatus));

    [TestCase("08")]
    [TestCase("2205")]
    [TestCase("0f")]
    public void Acknowledgement_that_is_none_is_refused(string hex)
    {
        var read = () => PipelineAck.Read(Convert.FromHexString(hex));
        read.Should().Throw<InvalidDataException>();
    }

    [Test]
    public void Read_operation()
    {
        var request = new ReadBlockOperationProto
        {
            Header = new ClientOperationHeaderProto
            {
                BaseHeader = new BaseHeaderProto { Block = new ExtendedBlockProto { PoolId = "BP-1", BlockId = 1073741825, GenerationStamp = 1001, NumBytes = 11 }, Token = EmptyToken() },
                ClientName = "c1",
            },
            Offset = 0,
            Length = 11,
            SendChecksums = true,
        };

        Hex(BlockOperation.Encode(BlockOperation.ReadBlock, request)).Should().Be(
            "001c512b0a230a1d0a110a0442502d3110818080800418e907200b12080a0012001a002200120263311000180b2001");
    }

    [Test]
    public void Write_operation_for_a_new_block_on_one_node()
    {
        var located = new LocatedBlockProto
        {
            Block = new ExtendedBlockProto { PoolId = "BP-1", BlockId = 1073741825, GenerationStamp = 1001 },
            BlockToken = EmptyToken(),
        };
        located.Locations.Add(new DatanodeInfoProto());
        located.StorageTypes.Add(StorageTypeProto.Disk);
        located.StorageIds.Add("DS-1");
        var configuration = new HdfsConfiguration(new Dictionary<string, string>());
        var setup = new PipelineSetup(new DatanodeConnector(configuration, TimeProvider.System), "c1", configuration, TimeProvider.System);

        var request = setup.Request(PipelineTarget.ForNewBlock(located, 128 << 20));

        Hex(BlockOperation.Encode(BlockOperation.WriteBlock, request)).Should().Be(
            "001c50460a260a200a140a0442502d3110818080800418e907208080804012080a0012001a002200120263312006280130003800"
            + "40004a050802108004580168007000820104" + "44532d31");
    }

    [Test]
    public void Setup_response_is_read()
    {
        ReadOnlySpan<byte> response = Convert.FromHexString("0408001200");

        Delimited.Take(ref response, BlockOperationResponseProto.Parser).Status.Should().Be(0);
    }

    internal static TokenProto EmptyToken() => new() { Identifier = ByteString.Empty, Password = ByteString.Empty, Kind = "", Service = "" };

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);
}
