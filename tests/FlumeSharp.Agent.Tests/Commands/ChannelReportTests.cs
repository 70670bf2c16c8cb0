using FlumeSharp.Channels.File;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp channel</c> on the folders of a channel that was stopped.</summary>
public sealed class ChannelReportTests
{
    private TempFolder _temp = null!;

    [SetUp]
    public void MakeFolder() => _temp = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _temp.Dispose();

    [Test]
    public async Task A_whole_channel_is_whole_and_stat_and_dump_say_what_waits()
    {
        await FillAsync();

        var check = await RunAsync("check");
        check.ExitCode.Should().Be(ExitCodes.Ok);
        check.Output.Should().Contain("1 segments, ").And.Contain("3 puts, 1 takes: whole.");
        (await RunAsync("stat")).Output.Should().Contain("2 events wait in 1 segments");
        (await RunAsync("dump")).Output.Trim().Split('\n').Should().Equal(
            """{"number":2,"headers":{},"body":"c2Vjb25k"}""",
            """{"number":3,"headers":{},"body":"dGhpcmQ="}""");
    }

    [Test]
    public async Task Damage_is_found_by_check_and_put_aside_by_repair()
    {
        await FillAsync();
        var segment = Directory.GetFiles(_temp.File("data"), "segment-*").Single();
        var bytes = await File.ReadAllBytesAsync(segment);
        bytes[bytes.AsSpan().IndexOf("second"u8)] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes);

        var check = await RunAsync("check", "--checkpoint", _temp.File("checkpoint"));
        check.ExitCode.Should().Be(ExitCodes.Failure);
        check.Output.Should().Contain($"{segment}: damaged event at ").And.Contain("1 damaged; 'flumesharp channel repair' puts them aside");
        var repair = await RunAsync("repair", "--checkpoint", _temp.File("checkpoint"));
        repair.Output.Should().Contain("1 damaged pieces were put aside; 1 events wait.");
        Directory.GetFiles(_temp.File("data", "quarantine")).Should().ContainSingle();

        (await RunAsync("dump", "--checkpoint", _temp.File("checkpoint"))).Output.Trim().Should().Be("""{"number":3,"headers":{},"body":"dGhpcmQ="}""");
    }

    [Test]
    public async Task A_running_channel_and_a_folder_without_segments_are_refused()
    {
        await using var channel = await StartAsync();
        var running = await RunAsync("check");
        running.ExitCode.Should().Be(ExitCodes.Failure);
        running.Error.Should().Contain($"already locked by process {Environment.ProcessId}, channel c1");

        (await CommandRun.Of("channel", "check", Directory.CreateDirectory(_temp.File("empty")).FullName)).Error.Should().Contain("No segments of a file channel");
        (await CommandRun.Of("channel", "check", _temp.File("none"))).Error.Should().Contain("There is no folder");
        (await RunAsync("repair")).ExitCode.Should().Be(ExitCodes.Usage, "repair needs the folder of the checkpoint");
    }

    private Task<CommandRun> RunAsync(string verb, params string[] rest) => CommandRun.Of(["channel", verb, _temp.File("data"), .. rest]);

    private async Task<FileChannel> StartAsync()
    {
        var channel = new FileChannel(new FileChannelOptions { CheckpointDir = _temp.File("checkpoint"), DataDirs = _temp.File("data") }, new TestHost().Channel());
        await channel.StartAsync(CancellationToken.None);
        return channel;
    }

    private async Task FillAsync()
    {
        await using var channel = await StartAsync();
        await channel.PutAsync("first", "second", "third");
        await channel.TakeAsync(1);
    }
}
