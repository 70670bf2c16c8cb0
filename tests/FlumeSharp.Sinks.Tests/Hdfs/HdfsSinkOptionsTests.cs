using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Sinks.Hdfs.Fakes;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>What a configuration may say, and what it is told when it may not.</summary>
internal sealed class HdfsSinkOptionsTests
{
    [TestCase("hdfs.fileType", "CompressedStream", "*cannot be written yet; use 'DataStream' or 'SequenceFile'*")]
    [TestCase("hdfs.fileType", "Parquet", "*one of SequenceFile, DataStream*")]
    [TestCase("hdfs.codeC", "gzip", "*'DataStream' is never compressed; remove the key*")]
    [TestCase("serializer", "avro_event", "*'avro_event' of Flume is not available*")]
    [TestCase("serializer", "com.example.Csv$Builder", "*Java classes cannot run here*")]
    [TestCase("hdfs.kerberosPrincipal", "flume/_HOST@EXAMPLE.COM", "*Kerberos*not available yet; remove the keys*")]
    [TestCase("hdfs.proxyUser", "alice", "*not available yet; remove the key*")]
    [TestCase("hdfs.path", "hdfs://%{host}/flume", "*'hdfs://%{host}' is not a valid scheme, host and port*")]
    [TestCase("hdfs.path", "/flume/%[hostname]", "*means nothing; the words are localhost, ip, fqdn*")]
    [TestCase("hdfs.batchSize", "0", "*'hdfs.batchSize'*1*")]
    public void What_cannot_be_done_yet_is_an_error_that_says_what_to_do(string key, string value, string problem)
    {
        var problems = HdfsSinkHost.Bind(Keys.Text("/flume", (key, value))).Problems.Where(static p => p.Severity == ProblemSeverity.Error);

        problems.Should().ContainSingle().Which.ToString().Should().Match(problem);
    }

    [TestCase("hdfs.codeC", "snappy", "*compressed files cannot be written yet; remove the key, or set it to 'none'*")]
    [TestCase("hdfs.writeFormat", "text", "*must be exactly 'Writable' or 'Text'*but is 'text'*")]
    [TestCase("hdfs.writeFormat", "com.example.Format$Builder", "*Java classes cannot run here; use 'Writable' or 'Text'*")]
    public void The_same_holds_for_sequence_files(string key, string value, string problem)
    {
        var keys = Keys.Text("/flume", ("hdfs.fileType", "sequencefile"), (key, value));

        HdfsSinkHost.Bind(keys).Problems.Where(static p => p.Severity == ProblemSeverity.Error).Should().ContainSingle().Which.ToString().Should().Match(problem);
    }

    [Test]
    public void The_write_format_of_a_data_stream_is_never_looked_at() =>
        HdfsSinkHost.Bind(Keys.Text("/flume", ("hdfs.writeFormat", "text"))).Problems.Should().BeEmpty();

    [TestCase("hdfs.round", "true", "hdfs.roundValue", "61")]
    [TestCase("hdfs.roundUnit", "hour", "hdfs.roundValue", "25")]
    public void A_rounding_beyond_its_unit_is_an_error(string key, string value, string other, string otherValue) =>
        HdfsSinkHost.Bind(Keys.Text("/flume", ("hdfs.round", "true"), (key, value), (other, otherValue))).Problems.Should().ContainSingle(static p => p.Severity == ProblemSeverity.Error);

    [TestCase("logs/%{k}", "/user/flume/logs/a/FlumeData.1700000000001.tmp")]
    [TestCase("../shared", "/user/shared/FlumeData.1700000000001.tmp")]
    [TestCase("/logs", "/logs/FlumeData.1700000000001.tmp")]
    [TestCase("faulty:/logs//x/", "/logs/x/FlumeData.1700000000001.tmp")]
    public async Task A_path_without_a_scheme_is_one_of_the_default_file_system_and_a_relative_one_begins_at_home(string path, string file)
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.path", path));
        sink.Put("a", "1");

        await sink.DrainAsync();

        sink.Files.Paths.Should().Equal(file);
    }

    [TestCase(null)]
    [TestCase("yesterday")]
    public async Task An_event_without_a_usable_time_is_reported_with_the_key_that_cures_it_and_not_at_every_try(string? timestamp)
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.path", "faulty://cluster/%Y"));
        sink.Channel.Add(new Event(default, EventHeaders.Of("timestamp", timestamp)));
        for (var i = 0; i < 3; i++)
        {
            var thrown = await sink.Awaiting(static s => s.ProcessAsync()).Should().ThrowAsync<EventDeliveryException>();
            thrown.Which.IsPermanent.Should().BeTrue();
            sink.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        var line = sink.LogLines.Should().ContainSingle(static l => l.Contains("can never deliver", StringComparison.Ordinal)).Subject;
        line.Should().Contain("'k1.hdfs.useLocalTimeStamp = true'").And.Contain("'timestamp' header is").And.Contain("channel 'c1'");
        sink.Channel.EventCount.Should().Be(1);
        sink.Counter("EventWriteFail").Should().Be(3);
    }

    [Test]
    public async Task The_agents_clock_cures_events_without_a_time()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.path", "faulty://cluster/%Y"), ("hdfs.useLocalTimeStamp", "true"), ("hdfs.timeZone", "UTC"));
        sink.Channel.Add(new Event("x"u8.ToArray()));

        await sink.DrainAsync();

        sink.Paths.Should().Equal("/2023/FlumeData.N+1.tmp");
    }

    [Test]
    public async Task A_header_with_a_null_value_is_as_good_as_none()
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Channel.Add(new Event("x"u8.ToArray(), EventHeaders.Of("k", null)));

        (await sink.ProcessAsync()).Should().Be(ProcessStatus.Ready);

        sink.Paths.Should().Equal("/flume/FlumeData.N+1.tmp");
    }

    [Test]
    public async Task Header_values_never_lead_out_of_the_directory_that_the_path_names()
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Put("../../etc", "x");

        await sink.DrainAsync();

        sink.Paths.Should().OnlyContain(static path => path.StartsWith("/flume/", StringComparison.Ordinal) && !path.Contains("..", StringComparison.Ordinal));
    }
}
