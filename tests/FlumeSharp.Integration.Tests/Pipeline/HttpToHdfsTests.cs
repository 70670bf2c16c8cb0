using System.Globalization;
using System.Net;
using System.Text;
using FlumeSharp.Integration.Tests.Servers;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Pipeline;

/// <summary>The shipped agent, HTTP to memory to HDFS sink, as a process: what is posted stands in the files, byte for byte.</summary>
[Category("Integration")]
internal sealed class HttpToHdfsTests
{
    // 2026-11-24T03:00:00Z: which folder that is depends on the machine's zone.
    private const long Timestamp = 1_795_489_200_000;

    private static readonly string[] Bodies =
    [
        "plain", "", "žluťoučký kůň \u20ac \ud83d\udc0e", " blanks at both ends ", "a tab\tand a quote\" and a backslash\\", "two\nlines", new('x', 70_000),
    ];

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Events_posted_over_HTTP_stand_byte_for_byte_in_a_real_HDFS()
    {
        var cluster = await HdfsCluster.SharedAsync();
        await using var agent = await ShippedAgent.StartAsync(_folder, cluster.Uri);

        (await PostAsync(agent)).Should().Be(HttpStatusCode.OK);

        // Committed means flushed: readable while the file is still written.
        var folder = $"/flume/events/{Folder()}";
        await Eventually.IsTrue(async () => (await FilesAsync(cluster, folder)).Count == 1, "the file is there");
        await Eventually.IsTrue(async () => (await cluster.CatAsync((await FilesAsync(cluster, folder))[0])).AsSpan().SequenceEqual(Expected), "the events are in the open file");
        (await FilesAsync(cluster, folder))[0].Should().MatchRegex(@"/events\.\d{13}\.log\.tmp$");

        (await agent.TerminateAsync()).Should().Be(0);
        agent.Output.Should().Contain($"Stopped: {Bodies.Length} events delivered, nothing remained.");
        var file = (await FilesAsync(cluster, folder)).Should().ContainSingle().Subject;
        file.Should().MatchRegex(@"/events\.\d{13}\.log$");
        (await cluster.CatAsync(file)).Should().Equal(Expected);
        await cluster.DfsAsync("-rm", "-r", "/flume");
    }

    [Test]
    public async Task Without_a_cluster_the_files_stand_below_the_working_directory()
    {
        await using var agent = await ShippedAgent.StartAsync(_folder, hdfsUri: null);

        (await PostAsync(agent)).Should().Be(HttpStatusCode.OK);
        (await agent.TerminateAsync()).Should().Be(0);

        var file = Directory.EnumerateFiles(_folder.File("data"), "*", SearchOption.AllDirectories).Should().ContainSingle().Subject;
        Path.GetRelativePath(_folder.Path, file).Should().MatchRegex($@"^data/flume/events/{Folder()}/events\.\d{{13}}\.log$");
        (await File.ReadAllBytesAsync(file)).Should().Equal(Expected);
    }

    [Test]
    public async Task A_signal_under_load_drains_the_channel_and_finishes_every_file()
    {
        await using var agent = await ShippedAgent.StartAsync(_folder, hdfsUri: null, ("sinks.hdfs-sink.hdfs.rollCount", "70"), ("sinks.hdfs-sink.hdfs.batchSize", "7"));
        await using var load = new SteadyLoad(agent.Http);
        load.Start();
        await Eventually.IsTrue(() => load.Accepted >= 500, "events come in");

        var exit = agent.TerminateAsync();

        (await exit).Should().Be(0);
        await load.StopAsync();
        var files = Directory.GetFiles(_folder.File("data"), "*", SearchOption.AllDirectories);
        files.Should().OnlyContain(static file => file.EndsWith(".log", StringComparison.Ordinal));
        var delivered = new DeliveredEvents();
        foreach (var file in files)
        {
            delivered.AddFile(await File.ReadAllBytesAsync(file));
        }

        delivered.TornEnds.Should().BeEmpty();
        delivered.Duplicates.Should().Be(0);
        delivered.Bodies.Should().OnlyContain(body => load.WasSent(body));
        load.AcceptedBodies.Except(delivered.Bodies, StringComparer.Ordinal).Should().BeEmpty("what was answered 200 is delivered");
        agent.Output.TrimEnd().Split('\n')[^1].Should().EndWith($"Stopped: {delivered.Bodies.Count} events delivered, nothing remained.");
    }

    private static byte[] Expected => Encoding.UTF8.GetBytes(string.Concat(Bodies.Select(static body => body + "\n")));

    private static string Folder() =>
        DateTimeOffset.FromUnixTimeMilliseconds(Timestamp).ToLocalTime().ToString("yyyy-MM-dd/HH", CultureInfo.InvariantCulture);

    private static async Task<HttpStatusCode> PostAsync(ShippedAgent agent)
    {
        var events = Bodies.Select(static body => new { headers = new { timestamp = Timestamp }, body });
        using var content = new ByteArrayContent(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(events));
        content.Headers.ContentType = new("application/json");
        using var response = await agent.Http.PostAsync("/", content);
        return response.StatusCode;
    }

    private static async Task<List<string>> FilesAsync(HdfsCluster cluster, string folder)
    {
        var listing = await cluster.DfsAsync("-ls", "-C", "-R", "/");
        return [.. listing.Split('\n').Where(line => line.StartsWith(folder + "/", StringComparison.Ordinal))];
    }
}
