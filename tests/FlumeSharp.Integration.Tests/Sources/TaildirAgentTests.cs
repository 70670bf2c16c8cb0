using System.Globalization;
using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.Integration.Tests.Guide;
using FlumeSharp.Integration.Tests.Pipeline;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Sources;

/// <summary>The shipped example, taildir → file → hdfs on file://, with a writer that rotates its log as logrotate does.</summary>
[Category("Integration")]
public sealed class TaildirAgentTests
{
    private const int SigKill = 9;
    private const int LinesPerBurst = 500;
    private TempFolder _folder = null!;
    private int _written;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TempFolder();
        Directory.CreateDirectory(_folder.File("logs"));
        _written = 0;
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Every_line_is_delivered_at_least_once_when_the_agent_is_killed([Values(5)] int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            await using var agent = await RotateWhileStartingAndRunningAsync(round);
            agent.Signal(SigKill);
            await agent.ExitAsync();
        }

        await DeliverTheRestAsync();

        Delivered().Bodies.Should().HaveCount(_written);
    }

    [Test]
    public async Task Every_line_is_delivered_exactly_once_when_the_agent_is_stopped([Values(3)] int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            await using var agent = await RotateWhileStartingAndRunningAsync(round);
            agent.Signal(AgentProcess.SigTerm);
            (await agent.ExitAsync()).Should().Be(0, agent.Output);
            agent.Output.Should().NotContain("ERROR").And.NotContain("WARN");
        }

        await DeliverTheRestAsync();

        Delivered().Duplicates.Should().Be(0);
    }

    private static string Line(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    // Nobody can know of a file that was there and gone between two looks: each one is left in its place until something of it has come.
    private async Task<AgentProcess> RotateWhileStartingAndRunningAsync(int round)
    {
        if (round == 0)
        {
            using var first = File.AppendText(_folder.File("logs", "app.log"));
            Write(first);
        }
        else
        {
            WriteAndRotate($"{round}.stopped");
        }

        var agent = Start();
        await agent.SaysAsync(" is ready: ");
        WriteAndRotate($"{round}.running");
        await Eventually.IsTrue(() => Delivered().Bodies.Contains(Line(_written - LinesPerBurst)), "the last file is found", TimeSpan.FromSeconds(60));
        return agent;
    }

    private async Task DeliverTheRestAsync()
    {
        await using var agent = Start();
        await agent.SaysAsync(" is ready: ");
        await Eventually.IsTrue(() => Delivered().Bodies.Count == _written, "every line is delivered", TimeSpan.FromSeconds(30));
        agent.Signal(AgentProcess.SigTerm);
        (await agent.ExitAsync()).Should().Be(0, agent.Output);
    }

    // A burst, a rotation to a name that the pattern does not match, a rest that still goes to the old file, and a new file.
    private void WriteAndRotate(string suffix)
    {
        var log = _folder.File("logs", "app.log");
        using (var writer = new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)))
        {
            Write(writer);
            File.Move(log, $"{log}.{suffix}");
            Write(writer);
        }

        using var next = new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
        Write(next);
    }

    private void Write(StreamWriter writer)
    {
        for (var i = 0; i < LinesPerBurst; i++)
        {
            writer.Write(Line(_written++) + "\n");
        }

        writer.Flush();
    }

    private DeliveredEvents Delivered()
    {
        var events = new DeliveredEvents();
        if (Directory.Exists(_folder.File("out")))
        {
            foreach (var file in Directory.EnumerateFiles(_folder.File("out"), "*", SearchOption.AllDirectories))
            {
                try
                {
                    events.AddFile(File.ReadAllBytes(file));
                }
                catch (FileNotFoundException)
                {
                    // Renamed since the listing: the next look finds it under its last name.
                }
            }
        }

        return events;
    }

    private AgentProcess Start() => AgentProcess.Start(
        _folder.Path,
        new Dictionary<string, string>
        {
            ["APP_LOGS"] = _folder.File("logs"),
            ["FLUME_DATA"] = _folder.File("flume"),
            ["HDFS_URI"] = "file://" + _folder.File("out"),
        },
        "agent", "-n", "a1", "-f", GuideFiles.Path("conf", "examples", "taildir-to-hdfs.conf"));
}
