using FlumeSharp.Hdfs.DataTransfer;

namespace FlumeSharp.Hdfs.Tests.HdfsFileSystem;

internal sealed class HdfsConfigurationTests
{
    [Test]
    public void Without_properties_Hadoops_defaults_hold()
    {
        var configuration = Read();

        configuration.SocketTimeout.Should().Be(TimeSpan.FromSeconds(60));
        configuration.RetryWindow.Should().Be(TimeSpan.FromSeconds(10));
        configuration.PacketSize.Should().Be(65536);
        configuration.MaxPacketsInFlight.Should().Be(80);
        configuration.ChecksumType.Should().Be(ChecksumType.Crc32C);
        configuration.Umask.Should().Be(0b000_010_010);
        configuration.BlockSize.Should().BeNull();
        configuration.Replication.Should().BeNull();
    }

    [TestCase("1500", 1500)]
    [TestCase("2s", 2000)]
    [TestCase(" 3 m", 180_000)]
    [TestCase("250ms", 250)]
    [TestCase("1h", 3_600_000)]
    public void Durations_carry_units_or_are_milliseconds(string text, int milliseconds) =>
        Read(("dfs.client.socket-timeout", text)).SocketTimeout.Should().Be(TimeSpan.FromMilliseconds(milliseconds));

    [TestCase("134217728", 134_217_728)]
    [TestCase("128m", 134_217_728)]
    [TestCase("1G", 1 << 30)]
    [TestCase("64k", 65_536)]
    public void Sizes_carry_binary_suffixes(string text, long bytes)
    {
        Read(("dfs.blocksize", text)).BlockSize.Should().Be(bytes);
        Read(("dfs.block.size", text)).BlockSize.Should().Be(bytes);
    }

    [TestCase("dfs.blocksize", "big")]
    [TestCase("dfs.client.socket-timeout", "60 seconds")]
    [TestCase("dfs.client.block.write.retries", "x")]
    [TestCase("dfs.client.use.datanode.hostname", "maybe")]
    [TestCase("dfs.checksum.type", "MD5")]
    [TestCase("fs.permissions.umask-mode", "u=rwx,g=rx,o=")]
    public void A_value_that_cannot_be_read_is_named_with_its_key(string key, string value)
    {
        var read = () => Read((key, value));

        read.Should().Throw<FileSystemException>().Which.Message.Should().Contain(key).And.Contain(value);
    }

    private static HdfsConfiguration Read(params (string Key, string Value)[] properties) =>
        new(properties.ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal));
}
