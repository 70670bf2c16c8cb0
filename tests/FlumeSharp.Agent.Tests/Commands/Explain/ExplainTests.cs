using FlumeSharp.Agent.Documents;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Commands.Explain;

public sealed class ExplainTests
{
    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task It_says_flow_capacities_risks_and_values()
    {
        var run = await Explain("a1.channels.c1.capacity = 5000\na1.sources.r1.interceptors = i1\na1.sources.r1.interceptors.i1.type = static\n");

        run.ExitCode.Should().Be(ExitCodes.Ok);
        run.Output.Should().Contain("Source r1 (seq): ").And.Contain("It writes to c1, by the replicating selector.").And.Contain("passes i1 (static)");
        run.Output.Should().Contain("c1: at most 5,000 events, 100 events in a transaction");
        run.Output.Should().Contain("c1: keeps events in the memory of the process").And.Contain("up to 5000 events").And.Contain("set 'a1.channels.c1.type = file'");
        run.Output.Should().Contain("k1: forgets the events it takes.");
        run.Output.Should().MatchRegex(@"capacity +5000 +\S*flume\.conf:9\n").And.MatchRegex(@"transactionCapacity +100 +default\n");
    }

    [Test]
    public async Task It_says_where_a_value_comes_from()
    {
        var run = await Explain(
            "a1.sources.r1.type = http\na1.sources.r1.port = ${port:-4141}\na1.sources.r1.enableSSL = FALSE\na1.sources.r1.bind = ${env:HOME}\na1.sources.r1.nosuch = x\n"
            + "a1.sources.r1.QueuedThreadPool.minThreads = 1\na1.sources.r1.handler = ndjson\na1.sources.r1.handler.bodyEncoding = base64\na1.channels.c1.capacity = 0x10\n");

        run.Output.Should().MatchRegex(@"port +4141 +\S+:\d+, from \$\{port:-4141\}\n");
        run.Output.Should().MatchRegex(@"ssl +false +\S+:\d+ as 'enableSSL', its old name\n");
        run.Output.Should().MatchRegex(@"nosuch +x +\S+:\d+, nothing reads it\n");
        run.Output.Should().MatchRegex(@"minThreads +1 +\S+:\d+, without effect\n");
        run.Output.Should().MatchRegex(@"handler\.bodyEncoding +base64 +\S+:\d+\n");
        run.Output.Should().MatchRegex(@"capacity +100 +\S+:\d+, written '0x10'\n");
        run.Output.Should().Contain("What is wrong").And.Contain("FS2005").And.Contain("FS2004");
    }

    [Test]
    public async Task Secrets_are_never_shown()
    {
        var run = await Explain(
            "a1.sources.r1.type = http\na1.sources.r1.port = 1\na1.sources.r1.keystore-password = hunter2\na1.sources.r1.keystore = ${store.password}\nstore.password = hunter2\n"
            + "a1.sinks.k1.type = hdfs\na1.sinks.k1.hdfs.path = hdfs://u:hunter2@nn/x\na1.sinks.k1.hadoop.token = hunter2\na1.sinks.k1.hdfs.filePrefix = ${env:NOPE_SECRET:-hunter2}\n");

        run.ExitCode.Should().Be(ExitCodes.Ok);
        run.Output.Should().NotContain("hunter2").And.MatchRegex(@"keystore-password +\*{6} ").And.MatchRegex(@"keystore +\*{6} +\S+, by a reference");
    }

    [Test]
    public async Task What_a_configuration_filter_or_a_chain_of_references_brings_is_not_shown()
    {
        await File.WriteAllTextAsync(_folder.File("key"), "#!/bin/sh\necho hunter2\n");
        var run = await Explain(
            $"a1.configfilters = f\na1.configfilters.f.type = external\na1.configfilters.f.command = /bin/sh {_folder.File("key")}\n"
            + "a1.sinks.k1.type = hdfs\na1.sinks.k1.hdfs.path = /x/${f['x']}\na1.sinks.k1.hdfs.filePrefix = ${two}\ntwo = ${one.password}\none.password = hunter2\n");

        run.ExitCode.Should().Be(ExitCodes.Ok, run.Error);
        run.Output.Should().NotContain("hunter2").And.MatchRegex(@"hdfs\.path +\*{6} +\S+, by a reference").And.MatchRegex(@"hdfs\.filePrefix +\*{6} +\S+, by a reference");
    }

    [TestCase("", "reject", false)]
    [TestCase("a1.sources.r1.interceptors.i1.onExceed = tag\n", "tag", false)]
    [TestCase("a1.sources.r1.interceptors.i1.onExceed = drop\n", "drop", true)]
    public async Task A_rate_limit_loses_only_what_it_drops(string lines, string how, bool loses)
    {
        var run = await Explain("a1.sources.r1.interceptors = i1\na1.sources.r1.interceptors.i1.type = rate_limit\na1.sources.r1.interceptors.i1.eventsPerSecond = 5\n" + lines);

        run.Output.Contains("(rate_limit) drops events above its rate", StringComparison.Ordinal).Should().Be(loses, how);
        run.Output.Should().NotContain("refuses events above its rate");
    }

    [Test]
    public async Task A_failover_group_says_its_order()
    {
        var run = await Explain(
            "a1.sinks = k1 k2 k3\na1.sinks.k2.type = null\na1.sinks.k2.channel = c1\na1.sinks.k3.type = null\na1.sinks.k3.channel = c1\n"
            + "a1.sinkgroups = g\na1.sinkgroups.g.sinks = k1 k2 k3\na1.sinkgroups.g.processor.type = failover\na1.sinkgroups.g.processor.priority.k2 = 10\na1.sinkgroups.g.processor.priority.k3 = 20\n");

        run.Output.Should().Contain("Sink group g (failover) asks k3 (priority 20), then k2 (priority 10), then k1 (priority -1): each when those before it have failed.");
    }

    [Test]
    public async Task An_agent_of_which_nothing_is_left_promises_nothing_and_shows_its_lines()
    {
        var run = await Explain("a1.channels.c1.type = nosuch\na1.channels.c1.password = hunter2\na1.sources.r1.batchSize = 7\n");

        run.Output.Should().NotContain("Nowhere that is known").And.NotContain("hunter2");
        run.Output.Should().Contain("Nothing: no source and no sink is left to run.").And.Contain("Nothing runs: what is sent to this agent is not taken in.");
        run.Output.Should().MatchRegex(@"a1\.channels\.c1 \(nosuch, left out\)\n +KEY +VALUE +FROM\n").And.MatchRegex(@"a1\.sources\.r1 \(seq, left out\)\n").And.MatchRegex(@"batchSize +7 +\S*flume\.conf:\d+\n");
    }

    [Test]
    public async Task Of_what_is_left_out_and_what_runs_every_key_stands_once()
    {
        var run = await Explain("a1.sinks = k1 k2\na1.sinks.k2.type = nosuch\na1.sinks.k2.channel = c1\na1.sinks.k2.hdfs.path = /there\n");

        run.Output.Should().MatchRegex(@"a1\.sinks\.k2 \(nosuch, left out\)\n").And.MatchRegex(@"hdfs\.path +/there +\S*flume\.conf:\d+\n");
        run.Output.Should().NotMatchRegex(@"a1\.sinks\.k1 \(\S+, left out\)");
    }

    [Test]
    public async Task A_durable_channel_is_no_risk()
    {
        var run = await Explain("a1.channels.c1.type = file\na1.sinks.k1.type = hdfs\na1.sinks.k1.hdfs.path = /x\n");

        run.Output.Should().Contain("Nowhere that is known");
    }

    [TestCase("a1.channels.c1.type = file\na1.channels.c1.fsyncPerTransaction = false\n", "power cut")]
    [TestCase("a1.channels = c1 c2\na1.channels.c2.type = memory\na1.sources.r1.channels = c1 c2\na1.sources.r1.selector.optional = c2\n", "events for 'c2' are dropped")]
    [TestCase("a1.channels.c1.type = spillablememory\na1.channels.c1.memoryCapacity = 7000\n", "until it is full: a crash, kill -9 or a power cut loses what is in it, up to 7000 events")]
    [TestCase("a1.channels.c1.type = spillablememory\n", "hands it to the sinks first, for --drain-timeout seconds, and writes the rest to disk.")]
    [TestCase("a1.channels.c1.type = spillablememory\na1.channels.c1.overflowCapacity = 0\n", "and writes the rest to disk.")]
    [TestCase("a1.channels.c1.type = memory\n", "hands it to the sinks first, for --drain-timeout seconds.")]
    [TestCase("a1.channels = c1 c2\na1.channels.c2.type = memory\na1.sources.r1.channels = c1 c2\na1.sources.r1.selector.type = multiplexing\na1.sources.r1.selector.mapping.x = c1\n", "no event ever goes to its channel 'c2'")]
    [TestCase("a1.sources.r1.selector.type = multiplexing\na1.sources.r1.selector.mapping.x = c1\n", "events whose header has no mapping go to no channel")]
    [TestCase("a1.channels = c1 c2\na1.channels.c2.type = memory\na1.sources.r1.channels = c1 c2\n", "no sink takes from it")]
    [TestCase("a1.sources.r1.interceptors = i1\na1.sources.r1.interceptors.i1.type = regex_filter\n", "its interceptor 'i1' (regex_filter) drops")]
    public async Task It_names_where_events_can_be_lost(string lines, string says) => (await Explain(lines)).Output.Should().Contain(says);

    [Test]
    public async Task Several_files_are_one_configuration_and_places_name_the_file_that_counts()
    {
        await File.WriteAllTextAsync(_folder.File("site.conf"), "a1.sinks.k1.batchSize = 7\n");

        var run = await Explain("", _folder.File("site.conf"));

        run.Output.Should().MatchRegex(@"batchSize +7 +\S*site\.conf:1\n");
    }

    [TestCase("-f")]
    [TestCase("-u")]
    [TestCase("-uclasspath:")]
    public async Task A_configuration_is_named_as_for_the_agent(string way)
    {
        await File.WriteAllTextAsync(_folder.File("flume.conf"), Frame.Text);
        string[] named = way switch
        {
            "-f" => ["-f", _folder.File("flume.conf")],
            "-u" => ["--conf-uri", new Uri(_folder.File("flume.conf")).AbsoluteUri],
            _ => ["-c", _folder.Path, "-uclasspath:flume.conf"],
        };

        // What only the agent needs is accepted, so that 'agent' can be replaced by 'explain' in a command line that runs.
        var run = await CommandRun.Of(["explain", "-n", "a1", .. named, "--drain-timeout", "5", "-Xmx1000m"]);

        run.Error.Should().BeEmpty();
        run.ExitCode.Should().Be(ExitCodes.Ok);
        run.Output.Should().StartWith("Agent a1\n").And.MatchRegex(@"type +seq +\S*flume\.conf:4\n").And.Contain("800 MiB of bodies");
    }

    [Test]
    public async Task What_a_variable_of_the_environment_makes_of_a_secret_is_not_shown()
    {
        // Its place is no file that could be looked at again.
        await File.WriteAllTextAsync(_folder.File("flume.conf"), Frame.Text + "store.password = hunter2\n");
        Environment.SetEnvironmentVariable("FLUME__a1__sinks__k1__note", "${store.password}");
        try
        {
            var run = await CommandRun.Of("explain", _folder.File("flume.conf"));

            run.Output.Should().NotContain("hunter2").And.MatchRegex(@"note +\*{6} ");
        }
        finally
        {
            Environment.SetEnvironmentVariable("FLUME__a1__sinks__k1__note", null);
        }
    }

    [Test]
    public async Task ZooKeeper_needs_the_name_of_the_agent()
    {
        var run = await CommandRun.Of("explain", "-z", "localhost:1");

        run.ExitCode.Should().NotBe(ExitCodes.Ok);
        run.Error.Should().Contain("needs the agent's name (-n)");
    }

    [Test]
    public async Task An_agent_that_cannot_run_is_explained_by_its_problems()
    {
        var unknown = await Explain("", "-n", "a2");
        var broken = await CommandRun.Of("explain", _folder.File("nosuch.conf"));

        unknown.ExitCode.Should().Be(ExitCodes.Usage);
        unknown.Error.Should().Contain("the files define: a1");
        broken.ExitCode.Should().Be(ExitCodes.Usage);
        broken.Error.Should().Contain("there is no such file");
    }

    [Test]
    public async Task Encryption_without_a_key_provider_is_not_called_on()
    {
        var run = await Explain("a1.channels.c1.type = file\n");

        run.Output.Should().MatchRegex(@"encryption\.enabled +true where a key provider is named +default\n");
    }

    [Test]
    public async Task A_code_is_explained_from_the_page_of_problems()
    {
        var run = await CommandRun.Of("explain", "fs1030");

        run.ExitCode.Should().Be(ExitCodes.Ok);
        run.Output.Should().StartWith("FS1030: Listed without properties").And.Contain("**Cure:**");
        (await CommandRun.Of("explain", "FS9999")).ExitCode.Should().Be(ExitCodes.Usage);
    }

    [Test]
    public async Task Every_configuration_in_the_wild_is_explained_or_refused()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Shared("corpus", "the collection of real configurations is not there"), "*.conf"))
        {
            (await CommandRun.Of("explain", file)).ExitCode.Should().BeOneOf([ExitCodes.Ok, ExitCodes.Usage], file);
        }
    }

    private Task<CommandRun> Explain(string lines, params string[] more)
    {
        File.WriteAllText(_folder.File("flume.conf"), Frame.Around(lines).Replace("\n\n", "\n", StringComparison.Ordinal));
        return CommandRun.Of(["explain", _folder.File("flume.conf"), .. more]);
    }
}
