using System.Buffers;
using FlumeSharp.Hdfs.Protos;
using FlumeSharp.Hdfs.Rpc;
using Google.Protobuf;

namespace FlumeSharp.Hdfs.Tests.Rpc;

/// <summary>Frames as Hadoop's own client writes them.</summary>
internal sealed class RpcFrameTests
{
    private const string Protocol = "org.apache.hadoop.hdfs.protocol.ClientProtocol";

    private static readonly RpcIdentity Flume = new("flume") { ClientId = ByteString.CopyFrom(Convert.FromHexString("000102030405060708090a0b0c0d0e0f")) };

    [Test]
    public void Preamble_names_version_9_without_authentication() =>
        Convert.ToHexStringLower(RpcFrame.SimplePreamble).Should().Be("68727063090000");

    [Test]
    public void Context_names_user_and_protocol() =>
        Written(output => RpcFrame.WriteContext(output, Flume, Protocol)).Should().Be(
            "000000551a0802100018052210000102030405060708090a0b0c0d0e0f2801"
            + "3912070a05666c756d651a2e6f72672e6170616368652e6861646f6f702e686466732e70726f746f636f6c2e436c69656e7450726f746f636f6c");

    [Test]
    public void Ping_is_a_header_alone() =>
        Written(output => RpcFrame.WritePing(output, Flume)).Should().Be("0000001b1a0802100018072210000102030405060708090a0b0c0d0e0f2801");

    [Test]
    public void Call_names_method_protocol_and_version() =>
        Written(output => RpcFrame.WriteCall(output, RpcFrame.Header(Flume, 0, 0), Protocol, "getFileInfo", new PathRequestProto { Source = "/tmp" }))
            .Should().Be(
                "000000621a0802100018002210000102030405060708090a0b0c0d0e0f2800"
                + "3f0a0b67657446696c65496e666f122e6f72672e6170616368652e6861646f6f702e686466732e70726f746f636f6c2e436c69656e7450726f746f636f6c1801060a042f746d70");

    [Test]
    public void Create_request_carries_both_permissions()
    {
        var request = new CreateRequestProto
        {
            Source = "/a",
            Masked = new FsPermissionProto { Mode = 0x1A4 },
            ClientName = "c1",
            Flags = 3,
            CreateParent = true,
            Replication = 3,
            BlockSize = 128 << 20,
            Unmasked = new FsPermissionProto { Mode = 0x1B6 },
        };

        Convert.ToHexStringLower(request.ToByteArray()).Should().Be("0a022f61120308a4031a02633120032801300338808080404a0308b603");
    }

    [Test]
    public void Response_header_of_an_exception_is_read()
    {
        ReadOnlySpan<byte> response = Convert.FromHexString(
            "4708001001180922266f72672e6170616368652e6861646f6f702e6970632e5374616e646279457863657074696f6e2a017830013a10000102030405060708090a0b0c0d0e0f4000");

        var header = Delimited.Take(ref response, RpcResponseHeaderProto.Parser);

        header.Status.Should().Be(1);
        header.ExceptionClassName.Should().Be("org.apache.hadoop.ipc.StandbyException");
        header.ErrorMessage.Should().Be("x");
        response.Length.Should().Be(0);
    }

    [Test]
    public void Call_ids_of_responses_are_unsigned_on_the_wire()
    {
        ReadOnlySpan<byte> response = Convert.FromHexString("0e08dfffffff0f100018093a004001");

        ((int)Delimited.Take(ref response, RpcResponseHeaderProto.Parser).CallId).Should().Be(-33);
    }

    private static string Written(Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Convert.ToHexStringLower(output.WrittenSpan);
    }
}
