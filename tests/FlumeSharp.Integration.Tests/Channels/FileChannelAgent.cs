using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Channels;

/// <summary>An agent HTTP → file → hdfs on file://, with everything below a folder.</summary>
internal static class FileChannelAgent
{
    public static string[] Arguments(TempFolder folder, string channelFolder, params IEnumerable<string> moreKeys)
    {
        var file = folder.File("agent.conf");
        File.WriteAllText(file, $"""
            a1.sources = r1
            a1.channels = c1
            a1.sinks = k1
            a1.sources.r1.type = http
            a1.sources.r1.bind = 127.0.0.1
            a1.sources.r1.port = 0
            a1.sources.r1.channels = c1
            a1.channels.c1.type = file
            a1.channels.c1.checkpointDir = {Path.Combine(channelFolder, "checkpoint")}
            a1.channels.c1.dataDirs = {Path.Combine(channelFolder, "data")}
            a1.channels.c1.checkpointInterval = 1000
            a1.sinks.k1.type = hdfs
            a1.sinks.k1.channel = c1
            a1.sinks.k1.hdfs.path = file://{folder.File("out")}
            a1.sinks.k1.hdfs.fileType = DataStream
            a1.sinks.k1.hdfs.batchSize = 100
            a1.sinks.k1.hdfs.rollCount = 0
            a1.sinks.k1.hdfs.rollSize = 0
            {string.Join('\n', moreKeys)}

            """);
        return ["agent", "-n", "a1", "-f", file, "-Dflume.monitoring.type=http", "-Dflume.monitoring.port=0"];
    }

    public static AgentProcess Start(TempFolder folder, string channelFolder, params IEnumerable<string> moreKeys) =>
        AgentProcess.Start(folder.Path, Arguments(folder, channelFolder, moreKeys));

    /// <summary>Waits until the sink has taken everything.</summary>
    public static async Task IsEmptyAsync(AgentProcess agent, TimeSpan deadline)
    {
        // Monitoring answers before the channel has recovered, and says 0 then; the source starts when it has.
        await agent.HttpSourceAsync();
        var monitoring = await agent.MonitoringAsync();
        using var client = new HttpClient();
        await Eventually.IsTrue(
            async () => (await client.GetStringAsync(new Uri(monitoring, "metrics"))).Contains("\"ChannelSize\":\"0\"", StringComparison.Ordinal),
            "the channel is empty",
            deadline);
    }

    /// <summary>The whole lines that the sink has written. A kill may cut the last one of a file, whose event the channel then gives again.</summary>
    public static IEnumerable<string> Delivered(TempFolder folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder.File("out"), "*", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return line;
            }
        }
    }
}
