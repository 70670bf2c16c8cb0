using System.Buffers;
using FlumeSharp.Hdfs.SequenceFiles;
using FlumeSharp.Integration.Tests.Servers;

namespace FlumeSharp.Integration.Tests.SequenceFiles;

/// <summary>Hadoop's own classes read what we write; no cluster is needed for that.</summary>
[Category("Integration")]
internal sealed class SequenceFileTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("flumesharp-seq-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Hadoop_reads_every_record([Values] SequenceFileValueType type)
    {
        var random = new Random(11);
        var output = new ArrayBufferWriter<byte>();
        var writer = SequenceFileWriter.CreatePlain(type);
        var expected = new List<string>();
        writer.WriteHeader(output);
        // More than two intervals between markers, flushes of changing size, bodies on both sides of every length prefix.
        foreach (var length in Enumerable.Range(0, 600).Select(i => i % 50 == 0 ? 70_000 : i % 300))
        {
            var body = new byte[length];
            random.NextBytes(body);
            var key = random.NextInt64(long.MinValue, long.MaxValue);
            writer.Append(key, body, output);
            expected.Add($"{key}\t{Convert.ToBase64String(body)}");
            if (random.Next(20) == 0)
                writer.Sync(output);
        }
        writer.Finish(output);
        var file = Path.Combine(_folder, "test.seq");
        await File.WriteAllBytesAsync(file, output.WrittenMemory.ToArray());

        var result = await HdfsTools.RunAsync([file], tool: "seqcat.sh");

        result.ExitCode.Should().Be(0, result.Errors);
        var lines = result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Where(line => !line.StartsWith('#')).Should().Equal(expected);
        lines.Should().Contain("# compression NONE").And.Contain("# value org.apache.hadoop.io." + type).And.Contain("# records 600");
    }
}
