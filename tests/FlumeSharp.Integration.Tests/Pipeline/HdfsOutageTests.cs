using System.Diagnostics;
using System.Globalization;
using FlumeSharp.Integration.Tests.Servers;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Pipeline;

/// <summary>
/// A whole HDFS cluster dies under load and comes back: no event that was answered 200 is lost, a full channel answers 503, and the
/// agent recovers by itself. <c>FLUMESHARP_OUTAGE_SECONDS</c> makes the outage longer.
/// </summary>
[Category("Integration")]
internal sealed class HdfsOutageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static TimeSpan Outage => TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("FLUMESHARP_OUTAGE_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 20);

    [Test]
    public async Task An_outage_of_the_whole_cluster_under_load_loses_no_acknowledged_event()
    {
        await using var cluster = await HdfsCluster.StartAsync(datanodes: 2, replication: 2);
        using var folder = new TempFolder();

        // Rolling every few seconds: the outage also meets files that are opened, closed and renamed.
        await using var agent = await ShippedAgent.StartAsync(folder, cluster.Uri, ("sinks.hdfs-sink.hdfs.rollInterval", "5"));
        await using var load = new SteadyLoad(agent.Http);
        load.Start();
        await Eventually.IsTrue(() => load.Accepted >= 1000, "events come in");
        load.Refused.Should().Be(0);

        await cluster.KillNamenodeAsync();
        await cluster.KillDatanodeAsync(0);
        await cluster.KillDatanodeAsync(1);
        var outage = Stopwatch.StartNew();
        await Eventually.IsTrue(() => outage.Elapsed >= Outage && load.Refused > 0, "the channel is full and the outage has lasted", Outage + Patience);
        await cluster.StartNamenodeAsync();
        await cluster.StartDatanodeAsync(0);
        await cluster.StartDatanodeAsync(1);
        var back = Stopwatch.StartNew();

        var before = load.Accepted;
        await Eventually.IsTrue(() => load.Accepted >= before + 2000, "the source accepts events again", Patience);
        TestContext.Out.WriteLine($"2000 events were accepted within {back.Elapsed.TotalSeconds:0} s of the cluster's return.");
        await load.StopAsync();
        await Eventually.IsTrue(async () => (await FilesAsync(cluster)).TrueForAll(static file => file.EndsWith(".log", StringComparison.Ordinal)), "all files, also those of the outage, have their names", Patience);
        TestContext.Out.WriteLine($"All files had their names {back.Elapsed.TotalSeconds:0} s after the cluster's return.");
        (await agent.TerminateAsync()).Should().Be(0);

        agent.Output.Should().Contain("nothing remained.");
        var files = await FilesAsync(cluster);
        files.Should().OnlyContain(static file => file.EndsWith(".log", StringComparison.Ordinal));
        var delivered = new DeliveredEvents();
        foreach (var file in files)
        {
            delivered.AddFile(await cluster.CatAsync(file));
        }

        TestContext.Out.WriteLine(
            $"{load.Accepted} accepted, {load.Refused} requests refused, {load.Unanswered} unanswered; {files.Count} files, {delivered.Bodies.Count} events, {delivered.Duplicates} duplicates, {delivered.TornEnds.Count} torn ends.");
        load.AcceptedBodies.Except(delivered.Bodies, StringComparer.Ordinal).Should().BeEmpty("what was answered 200 is in the files");
        delivered.Bodies.Should().OnlyContain(body => load.WasSent(body));
        load.Unanswered.Should().Be(0);
    }

    private static async Task<List<string>> FilesAsync(HdfsCluster cluster) =>
        [.. (await cluster.DfsAsync("-ls", "-C", "-R", "/flume")).Split('\n').Where(static line => line.Contains("/events.", StringComparison.Ordinal))];
}
