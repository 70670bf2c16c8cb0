using System.Globalization;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>An agent that is killed while it reads files goes on where it was.</summary>
[Category("Integration")]
public sealed class SpoolDirectoryKillTests
{
    private const int SigKill = 9;
    private const int Kills = 4;
    private const int Files = 4;
    private const int LinesPerFile = 100_000;
    private const int BatchSize = 100;

    [Test]
    public async Task No_line_is_lost_and_only_a_batch_per_kill_may_come_twice()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("spool"));
        for (var file = 0; file < Files; file++)
        {
            await File.WriteAllLinesAsync(folder.File("spool", $"f{file}"), Enumerable.Range(0, LinesPerFile).Select(line => $"<{file} {line}>"));
        }

        // Each of the runs is killed somewhere within a file; how far it came is in what the tracker says.
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var agent = Start(folder);
            var before = Place(folder);
            await Eventually.IsTrue(() => Place(folder) is var now && now != before && now.Length > 300, "it reads on", TimeSpan.FromSeconds(60));
            agent.Signal(SigKill);
            await agent.ExitAsync();
        }

        await using var last = Start(folder);
        await Eventually.IsTrue(() => Enumerable.Range(0, Files).All(file => File.Exists(folder.File("spool", $"f{file}.COMPLETED"))), "all files are done", TimeSpan.FromSeconds(120));
        var monitoring = await last.MonitoringAsync();
        using var client = new HttpClient();
        await Eventually.IsTrue(
            async () => (await client.GetStringAsync(new Uri(monitoring, "metrics"))).Contains("\"ChannelSize\":\"0\"", StringComparison.Ordinal), "the channel is empty", TimeSpan.FromSeconds(120));
        last.Signal(AgentProcess.SigTerm);
        (await last.ExitAsync()).Should().Be(0);

        var delivered = Directory.EnumerateFiles(folder.File("channel", "seen"), "*", SearchOption.AllDirectories).SelectMany(File.ReadLines).Where(static line => line is ['<', .., '>']).ToList();
        delivered.Distinct().Should().HaveCount(Files * LinesPerFile);
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{delivered.Count - (Files * LinesPerFile)} lines came twice"));

        // Of the sink, too, a batch per kill may come twice.
        delivered.Count.Should().BeLessThanOrEqualTo((Files * LinesPerFile) + (Kills * 2 * BatchSize));
    }

    // The tracker file grows with each batch; its size and the files that are done tell how far it is.
    private static string Place(TempFolder folder)
    {
        var meta = new FileInfo(folder.File("spool", ".flumespool", ".flumespool-main.meta"));
        var done = Directory.GetFiles(folder.File("spool"), "*.COMPLETED").Length;
        return string.Create(CultureInfo.InvariantCulture, $"{done}:{(meta.Exists ? meta.Length : 0)}:{new string('x', meta.Exists && meta.Length > 2000 ? 300 : 0)}");
    }

    private static AgentProcess Start(TempFolder folder)
    {
        File.WriteAllText(folder.File("agent.conf"), $"""
            a1.sources = r1
            a1.channels = c1
            a1.sinks = k1
            a1.sources.r1.type = spooldir
            a1.sources.r1.spoolDir = {folder.File("spool")}
            a1.sources.r1.batchSize = {BatchSize}
            a1.sources.r1.pollDelay = 50
            a1.sources.r1.channels = c1
            a1.channels.c1.type = file
            a1.channels.c1.checkpointDir = {folder.File("channel", "checkpoint")}
            a1.channels.c1.dataDirs = {folder.File("channel", "data")}
            a1.channels.c1.capacity = 1000000
            a1.sinks.k1.type = hdfs
            a1.sinks.k1.channel = c1
            a1.sinks.k1.hdfs.path = file://{folder.File("channel", "seen")}
            a1.sinks.k1.hdfs.fileType = DataStream
            a1.sinks.k1.hdfs.batchSize = {BatchSize}
            a1.sinks.k1.hdfs.rollCount = 0
            a1.sinks.k1.hdfs.rollSize = 0
            a1.sinks.k1.hdfs.rollInterval = 0

            """);
        return AgentProcess.Start(folder.Path, "agent", "-n", "a1", "-f", folder.File("agent.conf"), "-Dflume.monitoring.type=http", "-Dflume.monitoring.port=0");
    }
}
