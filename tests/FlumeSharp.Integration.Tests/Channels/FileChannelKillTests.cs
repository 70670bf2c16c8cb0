using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Channels;

/// <summary>
/// The real agent under load, HTTP → file → hdfs on file://, killed with -9 at random moments: every event whose request was answered
/// with 200 is delivered, none is damaged. <c>eng/chaos.sh file-channel</c> runs it for longer.
/// </summary>
[Category("Integration")]
public sealed partial class FileChannelKillTests
{
    private const int SigKill = 9;
    private const int Clients = 4;
    private const int EventsPerRequest = 20;
    private const string Rounds = "FLUMESHARP_KILL_ROUNDS";
    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Every_acknowledged_event_is_delivered_however_often_the_agent_is_killed([Values] bool isEncrypted)
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable(Rounds) ?? (isEncrypted ? "3" : "6"), CultureInfo.InvariantCulture);
        var encryption = isEncrypted ? Encryption() : "";
        var seed = Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed}, {rounds} rounds");
        var random = new Random(seed);
        var acknowledged = new ConcurrentBag<string>();
        for (var round = 0; round < rounds; round++)
        {
            await using var agent = Start(encryption);
            await LoadAndKillAsync(agent, round, random.Next(1, 600), acknowledged);
        }

        await using (var last = Start(encryption))
        {
            var monitoring = await last.MonitoringAsync();
            using var client = new HttpClient();
            await Eventually.IsTrue(
                async () => (await client.GetStringAsync(new Uri(monitoring, "metrics"))).Contains("\"ChannelSize\":\"0\"", StringComparison.Ordinal),
                "the channel is empty",
                TimeSpan.FromMinutes(2));
            last.Signal(AgentProcess.SigTerm);
            (await last.ExitAsync()).Should().Be(0);
            last.Output.Should().NotContain("Damaged");
        }

        var delivered = Delivered();
        TestContext.Out.WriteLine($"{acknowledged.Count} acknowledged, {delivered.Count} delivered, {delivered.Distinct().Count()} different");
        acknowledged.Should().NotBeEmpty();
        delivered.Should().OnlyContain(line => Whole().IsMatch(line), "no event is damaged");
        acknowledged.Except(delivered).Should().BeEmpty("what was answered with 200 is delivered");
    }

    // The clients write until the agent is gone; the kill comes after some number of answers.
    private static async Task LoadAndKillAsync(AgentProcess agent, int round, int afterAnswers, ConcurrentBag<string> acknowledged)
    {
        var source = await agent.HttpSourceAsync();
        using var client = new HttpClient();
        using var answers = new SemaphoreSlim(0);
        var posting = Enumerable.Range(0, Clients).Select(number => Task.Run(() => PostAsync(client, source, $"{round}-{number}", answers, acknowledged))).ToArray();
        for (var i = 0; i < afterAnswers; i++)
        {
            (await answers.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeTrue("the agent answers");
        }

        agent.Signal(SigKill);
        await Task.WhenAll(posting);
        await agent.ExitAsync();
    }

    private static async Task PostAsync(HttpClient client, Uri source, string name, SemaphoreSlim answers, ConcurrentBag<string> acknowledged)
    {
        for (var number = 0; ; number += EventsPerRequest)
        {
            var bodies = Enumerable.Range(number, EventsPerRequest).Select(i => $"<{name}-{i}-{new string('x', i % 300)}>").ToList();
            using var content = new StringContent($"[{string.Join(',', bodies.Select(static body => $"{{\"headers\":{{\"h\":\"v\"}},\"body\":\"{body}\"}}"))}]", System.Text.Encoding.UTF8, "application/json");
            try
            {
                using var answer = await client.PostAsync(source, content);
                if (answer.IsSuccessStatusCode)
                {
                    bodies.ForEach(acknowledged.Add);
                    answers.Release();
                }
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private List<string> Delivered()
    {
        var lines = new List<string>();
        foreach (var file in Directory.EnumerateFiles(_folder.File("out"), "*", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);

            // A kill may cut the sink's last line, whose event the channel then gives again.
            lines.AddRange(text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        return lines;
    }

    private string Encryption()
    {
        var key = _folder.File("key");
        File.WriteAllText(key, new string('7', 64));
        return $"""
            a1.channels.c1.encryption.activeKey = k
            a1.channels.c1.encryption.cipherProvider = AESGCM
            a1.channels.c1.encryption.keyProvider = KEYFILE
            a1.channels.c1.encryption.keyProvider.keys.k.file = {key}

            """;
    }

    private AgentProcess Start(string encryption)
    {
        var file = _folder.File("kill.conf");
        File.WriteAllText(file, $"""
            a1.sources = r1
            a1.channels = c1
            a1.sinks = k1
            a1.sources.r1.type = http
            a1.sources.r1.bind = 127.0.0.1
            a1.sources.r1.port = 0
            a1.sources.r1.channels = c1
            a1.channels.c1.type = file
            a1.channels.c1.checkpointDir = {_folder.File("checkpoint")}
            a1.channels.c1.dataDirs = {_folder.File("data")}
            a1.channels.c1.checkpointInterval = 1000
            a1.sinks.k1.type = hdfs
            a1.sinks.k1.channel = c1
            a1.sinks.k1.hdfs.path = file://{_folder.File("out")}
            a1.sinks.k1.hdfs.fileType = DataStream
            a1.sinks.k1.hdfs.batchSize = 100
            a1.sinks.k1.hdfs.rollCount = 0
            a1.sinks.k1.hdfs.rollSize = 0

            """ + encryption);
        return AgentProcess.Start(_folder.Path, "agent", "-n", "a1", "-f", file, "-Dflume.monitoring.type=http", "-Dflume.monitoring.port=0");
    }

    [GeneratedRegex("^<[0-9]+-[0-9]+-[0-9]+-x*>$")]
    private static partial Regex Whole();
}
