using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Storage;
using FlumeSharp.Channels.File.Tools;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Channels.File;

/// <summary>What <c>flumesharp channel repair</c> does, in the moments that matter.</summary>
public sealed class RepairTests
{
    private TempFolder _temp = null!;

    [SetUp]
    public void MakeFolder() => _temp = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _temp.Dispose();

    // The checkpoint says that the second segment is being deleted; its take of an event of the first one was not written again yet.
    [Test]
    public async Task Events_that_were_delivered_do_not_come_again_after_a_kill_between_a_checkpoint_and_its_deletions()
    {
        var isKilled = false;
        var options = FileChannels.Options(_temp.Path) with { CheckpointOnClose = false };
        var environment = new FileChannelEnvironment
        {
            SegmentTarget = 4096,
            Fault = point => isKilled = isKilled || (point == FaultPoint.AfterRename ? throw new IOException("Killed.") : false),
        };
        await using (var channel = await FileChannels.StartAsync(new TestHost(), options, environment))
        {
            await channel.PutAsync("stuck", "delivered");
            await channel.PutAsync(new string('a', 3500));
            await using var stuck = channel.BeginTransaction();
            (await stuck.TakeAsync())!.Text().Should().Be("stuck");
            (await channel.TakeAsync(2)).Should().HaveCount(2);
            await channel.PutAsync(new string('b', 3500));
            (await channel.TakeAsync(1)).Should().HaveCount(1);
            await channel.PutAsync(new string('c', 3500));
            (await channel.Store!.Checkpoints.RunAsync()).Should().BeFalse("it was killed");
        }

        var folders = new ChannelFolders(options.DataDirectories, options.CheckpointDirectory);
        var (damages, waiting) = await ChannelTool.RepairAsync(folders, Keyring.None, options.CheckpointDirectory, NullLogger.Instance, CancellationToken.None);

        (damages, waiting).Should().Be((0, 2), "'stuck' and the last one wait");
    }
}
