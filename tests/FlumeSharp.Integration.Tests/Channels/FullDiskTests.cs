using System.Diagnostics;
using System.Net;
using System.Text;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Channels;

/// <summary>The real agent with its file channel on a real file system of a few megabytes.</summary>
[Category("Integration")]
public sealed class FullDiskTests
{
    private const int Megabytes = 12;
    private TempFolder _folder = null!;
    private string _disk = null!;

    [SetUp]
    public void MountDisk()
    {
        _folder = new TempFolder();
        _disk = _folder.File("disk");
        Directory.CreateDirectory(_disk);
        if (Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", _disk) != 0)
        {
            _folder.Dispose();
            Assert.Ignore("Nobody but root may mount a file system here. FileChannelTests and DiskFaultTests do the same on a simulated disk.");
        }
    }

    [TearDown]
    public void RemoveDisk()
    {
        if (Directory.Exists(_disk))
        {
            Run("umount", _disk).Should().Be(0, "nobody uses the file system any more");
            _folder.Dispose();
        }
    }

    [Test]
    public async Task A_full_disk_is_answered_with_503_takes_go_on_and_the_same_process_accepts_again()
    {
        // The disk is smaller than one file of the log may become, so the newest must make place too.
        // Where the sink wants a folder stands a file, so it delivers nothing until that is gone.
        await File.WriteAllTextAsync(_folder.File("out"), "");
        await using var agent = FileChannelAgent.Start(_folder, _disk, "a1.channels.c1.minimumRequiredSpace = 1048576");
        var source = await agent.HttpSourceAsync();
        using var client = new HttpClient();
        var accepted = new List<int>();
        var next = 0;
        HttpStatusCode status;
        while ((status = await PostAsync(client, source, next)) == HttpStatusCode.OK)
        {
            accepted.Add(next++);
            next.Should().BeLessThan(1000, "the disk has an end");
        }

        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        accepted.Should().NotBeEmpty();
        await agent.SaysAsync("Usable space exhausted");

        File.Delete(_folder.File("out"));
        await Eventually.IsTrue(
            async () => await PostAsync(client, source, next) == HttpStatusCode.OK, "there is space again, and the channel takes it up by itself", TimeSpan.FromSeconds(60));
        accepted.Add(next);
        await FileChannelAgent.IsEmptyAsync(agent, TimeSpan.FromSeconds(60));
        agent.Signal(Agent.AgentProcess.SigTerm);
        (await agent.ExitAsync()).Should().Be(0);

        agent.Output.Should().Contain("Puts work again after");
        FileChannelAgent.Delivered(_folder).Should().BeEquivalentTo(accepted.Select(Body), "what was accepted is delivered once, and nothing else");
    }

    private static string Body(int number) => $"{number}-{new string('x', 200_000)}";

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, Uri source, int number)
    {
        using var content = new StringContent($"[{{\"headers\":{{}},\"body\":\"{Body(number)}\"}}]", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(source, content);
        return answer.StatusCode;
    }

    private static int Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
