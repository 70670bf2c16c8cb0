using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Export;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Channels.File;

/// <summary>Looking at a channel that an agent is going to run again.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StoredChannelTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Test]
    public async Task However_long_an_export_takes_the_channel_finds_its_segments_again()
    {
        // The checkpoint's folder is not below the one that is exported.
        var options = FileChannels.Options(_temp.Path) with { CheckpointOnClose = false };
        var small = new FileChannelEnvironment { SegmentTarget = 2000 };
        await using (var channel = await FileChannels.StartAsync(new TestHost(), options, small))
        {
            for (var i = 0; i < 10; i++)
            {
                await channel.PutAsync(new string('x', 500));
            }

            (await channel.Store!.Checkpoints.RunAsync()).Should().BeTrue();
            await channel.TakeAsync(9);
        }

        var before = Segments();
        before.Should().HaveCountGreaterThan(2);
        var time = new CountingTime();
        await using (var export = await FileChannels.StartAsync(
            new TestHost(time), StoredChannel.OptionsFor(_temp.File("data0"), _temp.File("scratch")), StoredChannel.EnvironmentFor(Keyring.None)))
        {
            StoredChannel.ReadEvents(export).Should().ContainSingle();
            time.Timers.Should().Be(0, "nothing happens by the clock");
        }

        Segments().Should().Equal(before);
        var host = new TestHost();
        await using var again = await FileChannels.StartAsync(host, options, small);
        host.Logs.GetSnapshot().Should().NotContain(static log => log.Id.Id == 3105);
        (await again.TakeAsync()).Should().HaveCount(1);
    }

    private string[] Segments() => [.. Directory.GetFiles(_temp.File("data0"), "segment-*").Order(StringComparer.Ordinal)];

    private sealed class CountingTime : FakeTimeProvider
    {
        public int Timers { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers++;
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
