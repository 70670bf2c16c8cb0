using System.Text;
using FlumeSharp.Integration.Tests.Servers;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Guide;

/// <summary><c>./test-flume.sh</c> against the shipped agent.</summary>
[Category("Integration")]
public sealed class TestFlumeScriptTests
{
    private static readonly string Program = GuideFiles.Path("test-flume.sh");

    [TestCase(new[] { "50" }, 50)]
    [TestCase(new string[0], 10)]
    public async Task It_sends_as_many_events_as_asked_and_finds_each_of_them(string[] arguments, int count)
    {
        await using var agent = await GuideAgent.StartAsync();

        var run = (await Script.RunAsync(Program, arguments, agent.Environment())).ShouldEndWith(0);

        run.Output.Should().Contain($"Accepted: {count} of {count}").And.Contain($"Landed:   {count} of {count}, below ");
        var stored = (await agent.StopAndReadAsync()).OrderBy(static file => file.Key, StringComparer.Ordinal).SelectMany(static file => file.Value.TrimEnd('\n').Split('\n'))
            .Select(static line => Encoding.UTF8.GetString(Convert.FromBase64String(line))).ToList();
        stored.Should().HaveCount(count);
        for (var number = 1; number <= count; number++)
            stored[number - 1].Should().Contain($"\"message\":\"Test event {number} of {count}\"");
    }

    [Test]
    public async Task It_counts_what_landed_although_the_source_decodes_the_bodies()
    {
        var shipped = await File.ReadAllTextAsync(GuideAgent.Configuration);
        await using var agent = await GuideAgent.StartAsync(shipped + $"\n{GuideAgent.AgentName}.sources.http-source.handler.bodyEncoding = base64\n");

        var run = (await Script.RunAsync(Program, ["3"], agent.Environment())).ShouldEndWith(0);

        run.Output.Should().Contain("Landed:   3 of 3");
        (await agent.StopAndReadAsync()).Values.Should().OnlyContain(static text => text.StartsWith('{'));
    }

    [Test]
    public async Task It_tells_events_that_were_refused()
    {
        var shipped = await File.ReadAllTextAsync(GuideAgent.Configuration);
        var secured = shipped + $"\n{GuideAgent.AgentName}.sources.http-source.auth.type = bearer\n{GuideAgent.AgentName}.sources.http-source.auth.token-env = PATH\n";
        await using var agent = await GuideAgent.StartAsync(secured);

        var run = (await Script.RunAsync(Program, ["2"], agent.Environment())).ShouldEndWith(1);

        run.Output.Should().Contain("Accepted: 0 of 2");
        run.Errors.Should().Contain("event 1 was answered 401");
    }

    [Test]
    public async Task It_tells_events_that_are_in_no_file()
    {
        await using var agent = await GuideAgent.StartAsync();
        var environment = agent.Environment();
        environment["HDFS_URI"] += "/elsewhere";
        environment["FLUME_WAIT"] = "0";

        var run = (await Script.RunAsync(Program, ["2"], environment)).ShouldEndWith(4);

        run.Output.Should().Contain("Accepted: 2 of 2").And.Contain("Landed:   0 of 2");
        run.Errors.Should().Contain("2 accepted events are not in files");
    }

    [Test]
    public async Task It_says_how_to_start_an_agent_when_none_answers()
    {
        await using var agent = await GuideAgent.StartAsync();
        await agent.StopAsync();

        var run = (await Script.RunAsync(Program, [], agent.Environment())).ShouldEndWith(3);

        run.Errors.Should().Contain($"no agent answers at {agent.Url}").And.Contain("conf/start-flume.sh").And.Contain("./start-cluster.sh");
    }

    [TestCase("0")]
    [TestCase("ten")]
    [TestCase("-5")]
    public async Task It_refuses_what_is_no_number_of_events(string count)
    {
        (await Script.RunAsync(Program, [count], new Dictionary<string, string?>())).ShouldEndWith(2).Errors.Should().Contain("./test-flume.sh 50");
    }

    [Test]
    public async Task It_finds_the_events_in_a_real_cluster_and_hadoop_reads_back_what_was_posted()
    {
        var cluster = await HdfsCluster.SharedAsync();
        var root = $"/guide-{TestContext.CurrentContext.Test.ID}";
        await using var agent = await GuideAgent.StartAsync(hdfsUri: cluster.Uri.ToString().TrimEnd('/') + root);
        var environment = agent.Environment();
        environment["HDFS_URI"] = cluster.Uri.ToString().TrimEnd('/') + root;
        environment["FLUME_WAIT"] = "60";

        var run = (await Script.RunAsync(Program, ["50"], environment)).ShouldEndWith(0);
        await agent.StopAsync();

        run.Output.Should().Contain("Accepted: 50 of 50").And.Contain("Landed:   50 of 50");
        var files = await cluster.DfsAsync("-ls", "-C", "-R", root);
        files.Should().NotContain(".tmp");
        var text = Encoding.UTF8.GetString(await cluster.CatAsync($"{root}/flume/events/*/*/*.log"));
        var documents = text.TrimEnd('\n').Split('\n').Select(static line => Encoding.UTF8.GetString(Convert.FromBase64String(line))).ToList();
        documents.Should().HaveCount(50).And.OnlyHaveUniqueItems();
        documents.Should().OnlyContain(static document => document.Contains("\"source\":\"test-flume.sh\"", StringComparison.Ordinal));
    }

    [Test]
    public async Task It_looks_into_the_container_of_the_cluster_when_that_runs()
    {
        var cluster = await HdfsCluster.SharedAsync();
        await using var agent = await GuideAgent.StartAsync(hdfsUri: cluster.Uri.ToString().TrimEnd('/'));
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("docker"), $"""
            #!/usr/bin/env bash
            case "$1 $2" in
                "inspect -f") echo true ;;
                "exec hadoop-master") shift 4; exec '{HdfsTools.Script}' dfs '{Path.GetDirectoryName(cluster.Address("CONF_DIR"))}' "$@" ;;
            esac

            """);
        (await Script.RunAsync("chmod", ["+x", folder.File("docker")], new Dictionary<string, string?>())).ShouldEndWith(0);
        var environment = agent.Environment();
        environment["HDFS_URI"] = "";
        environment["PATH"] = folder.Path + ":" + Environment.GetEnvironmentVariable("PATH");
        environment["FLUME_WAIT"] = "60";

        var run = (await Script.RunAsync(Program, ["3"], environment)).ShouldEndWith(0);

        run.Output.Should().Contain("Landed:   3 of 3, below hdfs://hadoop-master:9000/flume/events");
        await agent.StopAsync();
    }
}
