using System.Text;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Commands.Migrate;

public sealed class MigrateTests
{
    private const string Sink = "a1.sinks.k1.type = org.apache.flume.sink.kafka.KafkaSink\n";

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("sinks.k1", "org.apache.flume.sink.kafka.KafkaSink", "topic = t", "kafka.topic = t")]
    [TestCase("sinks.k1", "org.apache.flume.sink.kafka.KafkaSink", "brokerList=b:9092 ", "kafka.bootstrap.servers=b:9092 ")]
    [TestCase("sinks.k1", "org.apache.flume.sink.kafka.KafkaSink", "batchSize = 20", "flumeBatchSize = 20")]
    [TestCase("sinks.k1", "org.apache.flume.sink.kafka.KafkaSink", "requiredAcks: -1", "kafka.producer.acks: -1")]
    [TestCase("sources.r1", "org.apache.flume.source.kafka.KafkaSource", "topic = t", "kafka.topics = t")]
    [TestCase("sources.r1", "org.apache.flume.source.kafka.KafkaSource", "groupId = g", "kafka.consumer.group.id = g")]
    [TestCase("channels.c1", "org.apache.flume.channel.kafka.KafkaChannel", "topic = t", "kafka.topic = t")]
    [TestCase("channels.c1", "org.apache.flume.channel.kafka.KafkaChannel", "readSmallestOffset = true", "kafka.consumer.auto.offset.reset = earliest")]
    [TestCase("channels.c1", "org.apache.flume.channel.kafka.KafkaChannel", "readSmallestOffset = false", "kafka.consumer.auto.offset.reset = latest")]
    [TestCase("channels.c1", "jdbc", "org.apache.flume.channel.jdbc.db.username = sa", "db.username = sa")]
    [TestCase("sources.r1", "spoolDir", "bufferMaxLineLength = 80", "deserializer.maxLineLength = 80")]
    [TestCase("sources.r1", "http", "enableSSL = true", "ssl = true")]
    [TestCase("sources.r1", "org.apache.flume.source.http.HTTPSource", "keystorePassword = x", "keystore-password = x")]
    [TestCase("sinks.k1", "null", "topic = t", "topic = t")]
    [TestCase("sources.r1", "http", "ssl = true", "ssl = true")]
    public async Task Old_keys_get_their_new_names(string component, string type, string old, string now)
    {
        var run = await Migrate($"# head\na1.{component}.type = {type}\n  a1.{component}.{old}\n\n");

        run.Output.Should().Be($"# head\na1.{component}.type = {type}\n  a1.{component}.{now}\n\n");
        run.ExitCode.Should().Be(ExitCodes.Ok);
    }

    [Test]
    public async Task An_old_key_beside_its_new_one_becomes_a_comment()
    {
        var run = await Migrate(Sink + "a1.sinks.k1.topic = \\\n  old\na1.sinks.k1.kafka.topic = new");

        run.Output.Should().Be(Sink + "# Not used: 'a1.sinks.k1.kafka.topic' is set too, and wins.\n# a1.sinks.k1.topic = \\\n#   old\na1.sinks.k1.kafka.topic = new");
    }

    [Test]
    public async Task Where_the_old_key_wins_in_Flume_it_wins_here()
    {
        var run = await Migrate("a1.sources.r1.type = spooldir\na1.sources.r1.deserializer.maxLineLength = 1\na1.sources.r1.bufferMaxLineLength = 2\n");

        run.Output.Should().Be("a1.sources.r1.type = spooldir\n# Not used: 'a1.sources.r1.bufferMaxLineLength' was set too, and won.\n# a1.sources.r1.deserializer.maxLineLength = 1\na1.sources.r1.deserializer.maxLineLength = 2\n");
    }

    [Test]
    public async Task References_to_a_renamed_key_follow_it()
    {
        var run = await Migrate(Sink + "a1.sinks.k1.topic = t\na1.sinks.k2.path = /x/${a1.sinks.k1.topic}/${a1.sinks.k1.topic:-y}\n");

        run.Output.Should().EndWith("a1.sinks.k2.path = /x/${a1.sinks.k1.kafka.topic}/${a1.sinks.k1.kafka.topic:-y}\n");
    }

    [TestCase("sinks.k1", "org.apache.flume.sink.kafka.KafkaSink", "topic = a", "kafka.topic = b", "topic")]
    [TestCase("sinks.k1", "org.apache.flume.sink.kafka.KafkaSink", "serializer.class = a", "x = y", "serializer.class")]
    [TestCase("sources.r1", "spooldir", "bufferMaxLineLength = 1", "deserializer.maxLineLength = 2", "deserializer.maxLineLength")]
    public async Task A_key_that_has_no_use_stays_when_another_refers_to_it(string component, string type, string old, string now, string referred)
    {
        foreach (var reference in new[] { $"${{a1.{component}.{referred}}}", $"/${{a1.{component}.{referred}:-z}}" })
        {
            var text = $"a1.{component}.type = {type}\na1.{component}.{old}\na1.{component}.{now}\nx.path = {reference}\n";

            var run = await Migrate(text);

            run.Output.Should().Be(text);
            run.Error.Should().Contain($"'a1.{component}.{referred}' is not used").And.Contain("'x.path' refers to it").And.Contain("by hand");
        }
    }

    [Test]
    public async Task Each_line_keeps_its_own_end()
    {
        var run = await Migrate("x = 1\r\n" + Sink + "y = 2\ra1.sinks.k1.topic = a\r\na1.sinks.k1.kafka.topic = b\na1.sinks.k1.batchSize = 3");

        run.Output.Should().Be("x = 1\r\n" + Sink + "y = 2\r# Not used: 'a1.sinks.k1.kafka.topic' is set too, and wins.\r\n# a1.sinks.k1.topic = a\r\na1.sinks.k1.kafka.topic = b\na1.sinks.k1.flumeBatchSize = 3");
    }

    [Test]
    public async Task What_cannot_be_rewritten_is_said_with_its_line()
    {
        var run = await Migrate("a1.channels.c1.type = org.apache.flume.channel.kafka.KafkaChannel\na1.channels.c1.zookeeperConnect = z:2181\n");

        run.Error.Should().Contain($"{_folder.File("flume.conf")}:2: ").And.Contain("kafka.bootstrap.servers").And.Contain("by hand");
        run.Output.Should().EndWith("a1.channels.c1.zookeeperConnect = z:2181\n");
    }

    [Test]
    public async Task The_diff_is_one_that_patch_understands()
    {
        var lines = Enumerable.Range(1, 30).Select(static i => $"x.k{i} = {i}").ToList();
        lines[5] = Sink.TrimEnd();
        lines[6] = "a1.sinks.k1.topic = t";
        lines[25] = "a1.sinks.k1.serializer.class = x";
        var text = string.Join('\n', lines) + "\n";
        var plain = await Migrate(text);
        var diff = await Migrate(text, "--diff");

        await File.WriteAllTextAsync(_folder.File("flume.patch"), diff.Output);
        var patch = new System.Diagnostics.ProcessStartInfo("git", ["apply", "--unsafe-paths", "-p0", "flume.patch"]) { WorkingDirectory = _folder.Path };
        await File.WriteAllTextAsync(_folder.File("flume.patch"), diff.Output.Replace(_folder.Path + "/", "", StringComparison.Ordinal));
        using var process = System.Diagnostics.Process.Start(patch)!;
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0);
        (await File.ReadAllTextAsync(_folder.File("flume.conf"))).Should().Be(plain.Output);
        diff.Output.Should().Contain("@@ -4,7 +4,7 @@").And.Contain("-a1.sinks.k1.topic = t\n+a1.sinks.k1.kafka.topic = t\n");
    }

    [TestCase("iso-8859-1", "# f\u00fcr\r\n", "\r\n")]
    [TestCase("utf-8", "\ufeff", "\n")]
    [TestCase("utf-8", "\ufeffx = \u6f22\n", "\r\n")]
    [TestCase("utf-8", "x = 1\ry = 2\n", "")]
    public async Task Patch_applies_the_diff_whatever_the_encoding_and_the_ends_of_lines(string encoding, string before, string end)
    {
        var text = Encoding.GetEncoding(encoding);
        var file = _folder.File("flume.conf");
        await File.WriteAllBytesAsync(file, text.GetBytes($"{before}{Sink}a1.sinks.k1.topic = t\r\nz = \u00e9\na1.sinks.k1.kafka.topic = u{end}"));
        using var diff = new MemoryStream();
        using var plain = new MemoryStream();
        await using var diffWriter = new StreamWriter(diff);
        await using var plainWriter = new StreamWriter(plain);

        await CommandLine.RunAsync(["migrate", "--diff", file], diffWriter, TextWriter.Null);
        await CommandLine.RunAsync(["migrate", file], plainWriter, TextWriter.Null);
        await diffWriter.FlushAsync();
        await File.WriteAllBytesAsync(_folder.File("flume.patch"), Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(diff.ToArray()).Replace(_folder.Path + "/", "", StringComparison.Ordinal)));
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("git", ["apply", "--unsafe-paths", "-p0", "flume.patch"]) { WorkingDirectory = _folder.Path })!;
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0);
        plain.ToArray().Should().Equal(text.GetBytes($"{before}{Sink}# Not used: 'a1.sinks.k1.kafka.topic' is set too, and wins.\r\n# a1.sinks.k1.topic = t\r\nz = \u00e9\na1.sinks.k1.kafka.topic = u{end}"));
        (await File.ReadAllBytesAsync(file)).Should().Equal(plain.ToArray());
    }

    [Test]
    public async Task Write_rewrites_and_a_second_run_finds_nothing()
    {
        await Migrate(Sink + "a1.sinks.k1.topic = t\n", "--write");
        var again = await CommandRun.Of("migrate", _folder.File("flume.conf"));

        again.Output.Should().Be(Sink + "a1.sinks.k1.kafka.topic = t\n");
        again.Error.Should().Contain("Nothing to migrate");
    }

    [Test]
    public async Task Types_may_stand_in_another_file_of_the_configuration()
    {
        await File.WriteAllTextAsync(_folder.File("base.conf"), Sink);
        await File.WriteAllTextAsync(_folder.File("flume.conf"), "a1.sinks.k1.topic = t\n");

        var run = await CommandRun.Of("migrate", "--write", _folder.File("base.conf"), _folder.File("flume.conf"));

        run.Output.Should().Be($"{_folder.File("flume.conf")} rewritten\n");
        (await File.ReadAllTextAsync(_folder.File("flume.conf"))).Should().Be("a1.sinks.k1.kafka.topic = t\n");
    }

    [Test]
    public async Task The_configurations_in_the_wild_have_no_old_name_left_that_could_be_rewritten()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Shared("corpus", "the collection of real configurations is not there"), "*.conf"))
        {
            var once = await CommandRun.Of("migrate", file);
            await File.WriteAllTextAsync(_folder.File("once.conf"), once.Output);
            var twice = await CommandRun.Of("migrate", _folder.File("once.conf"));

            twice.Error.Split('\n').Where(static line => line.Length > 0 && !line.EndsWith("(to be done by hand)", StringComparison.Ordinal)).Should().BeSubsetOf(["Nothing to migrate."], file);
            twice.Output.Should().Be(once.Output, file);
        }
    }

    private async Task<CommandRun> Migrate(string text, params string[] switches)
    {
        await File.WriteAllTextAsync(_folder.File("flume.conf"), text);
        return await CommandRun.Of(["migrate", _folder.File("flume.conf"), .. switches]);
    }
}
