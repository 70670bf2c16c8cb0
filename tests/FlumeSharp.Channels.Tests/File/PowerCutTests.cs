using FlumeSharp.Channels.File.Storage;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.File;

/// <summary>Single stories out of the model test's many, each of which once went wrong.</summary>
public sealed class PowerCutTests
{
    private readonly List<FaultPoint> _passed = [];
    private SimulatedDisk _disk = null!;
    private Action<FaultPoint>? _onFault;
    private FileChannel _channel = null!;

    [TearDown]
    public async Task Close() => await _channel.DisposeAsync();

    [Test]
    public async Task What_a_restart_has_found_is_there_after_the_next_power_cut_although_its_flush_had_failed([Range(1, 12)] int chance)
    {
        _disk = new SimulatedDisk(new Random(chance));
        await StartAsync();
        await _channel.PutAsync("one", "two");

        // The flush fails, its pages look clean from now on, and the process is killed before it could cut them off.
        _onFault = point =>
        {
            if (point == FaultPoint.BeforeFlush)
            {
                _disk.FailsNextFlush = true;
                _disk.CrashAfter(1);
            }
        };
        await _channel.Awaiting(static channel => channel.PutAsync("three")).Should().ThrowAsync<ChannelException>();
        _onFault = null;
        await RestartAsync(_disk.StartAfterKill);
        var found = await PeekAsync();
        found.Should().StartWith(["one", "two"]);

        _disk.Stop();
        await RestartAsync(_disk.StartAfterPowerCut);

        (await PeekAsync()).Should().Equal(found);
    }

    [Test]
    public async Task A_segment_that_is_full_stays_until_the_group_that_filled_it_is_published()
    {
        _disk = new SimulatedDisk(new Random(1));
        await StartAsync();
        await _channel.PutAsync(Body(1500));
        (await _channel.TakeAsync()).Should().HaveCount(1, "nothing in the segment waits now");

        // One group: the first transaction fills the segment, the second begins a new one. A checkpoint comes in between.
        _onFault = point =>
        {
            _passed.Add(point);
            if (point == FaultPoint.BeforeFlush && _passed.Contains(FaultPoint.AfterCreate))
            {
                _onFault = null;
                Task.Run(_channel.Store!.Checkpoints.RunAsync).Wait(TimeSpan.FromSeconds(30)).Should().BeTrue();
            }
        };
        await PutTogetherAsync(Body(1500), Body(3000));
        _onFault.Should().BeNull("the checkpoint came in between");

        _disk.Stop();
        await RestartAsync(_disk.StartAfterKill);

        (await PeekAsync()).Should().Equal(Body(1500), Body(3000));
    }

    [Test]
    public async Task Numbers_go_on_although_the_newest_segment_was_never_flushed([Range(1, 12)] int chance)
    {
        _disk = new SimulatedDisk(new Random(chance));
        await StartAsync();
        await _channel.PutAsync(Body(3500));
        await _channel.PutAsync(Body(3500));
        (await _channel.TakeAsync()).Should().HaveCount(2);

        // A new segment is made, and its first transaction fails.
        _disk.FailsNextFlush = true;
        await _channel.Awaiting(static channel => channel.PutAsync(Body(3500))).Should().ThrowAsync<ChannelException>();
        _disk.FullWrites = 1;
        (await _channel.Store!.Checkpoints.RunAsync()).Should().BeFalse("there is no space for a checkpoint, so there is none");

        _disk.Stop();
        await RestartAsync(_disk.StartAfterPowerCut);
        await _channel.PutAsync("next");

        await using var transaction = _channel.BeginTransaction();
        (await transaction.TakeBodiesAsync()).Should().Equal("next");
        transaction.Position!.Value.First.Should().BeGreaterThan(2, "two numbers have been given out");
    }

    [Test]
    public async Task A_full_segment_that_has_lost_its_end_is_counted_and_the_rest_delivered()
    {
        _disk = new SimulatedDisk(new Random(1));
        await StartAsync();
        await _channel.PutAsync(Body(3500));
        await _channel.PutAsync("next", Body(2000));

        await RestartAsync(() =>
        {
            // At the border of two frames, so that nothing in the file looks wrong.
            using var file = _disk.OpenWrite(_disk.Files.Where(static path => path.EndsWith(".log", StringComparison.Ordinal)).Order().First());
            file.SetLength(Segments.SegmentHeader.Length);
            _disk.Delete("/channel/checkpoint/queue.checkpoint");
        });

        (await PeekAsync()).Should().Equal("next", Body(2000));
        _channel.Store!.Damages.Should().Be(1);
    }

    [Test]
    public async Task A_directory_that_cannot_be_flushed_fails_the_commit_and_its_file_is_not_used_again()
    {
        _disk = new SimulatedDisk(new Random(1));
        await StartAsync();
        _disk.FailsNextSync = true;

        await _channel.Awaiting(static channel => channel.PutAsync("one")).Should().ThrowAsync<ChannelException>();
        await _channel.PutAsync("two");

        _disk.Files.Where(static path => path.EndsWith(".log", StringComparison.Ordinal)).Should().Equal("/channel/data0/segment-0000000002.log");
        (await PeekAsync()).Should().Equal("two");
    }

    private static string Body(int length) => new('x', length);

    private async Task StartAsync()
    {
        var environment = new FileChannelEnvironment { Storage = _disk, Fault = point => _onFault?.Invoke(point), SegmentTarget = 4096, IsRepeatable = true };
        _channel = await FileChannels.StartAsync(new TestHost(), FileChannels.Options("/channel", memory: 0), environment);
    }

    private async Task RestartAsync(Action powerOn)
    {
        await _channel.DisposeAsync();
        powerOn();
        await StartAsync();
    }

    private async Task PutTogetherAsync(params string[] bodies)
    {
        var commits = new List<Task>();
        _channel.Store!.Committer.Gather(() => commits.AddRange(bodies.Select(body => _channel.PutAsync(body))));

        await Task.WhenAll(commits);
    }

    private async Task<List<string>> PeekAsync()
    {
        await using var transaction = _channel.BeginTransaction();
        return await transaction.TakeBodiesAsync();
    }
}
