using System.Diagnostics;
using FlumeSharp.Channels.File.Storage;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.File;

/// <summary>Who writes. What is written, the other tests of this folder see.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GroupCommitterTests : IAsyncDisposable
{
    private static readonly TimeSpan _slow = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);
    private readonly SimulatedDisk _disk = new(new Random(1));
    private volatile int _writer;
    private volatile bool _isSlow;
    private int _flushes;
    private FileChannel _channel = null!;

    [SetUp]
    public async Task StartAsync()
    {
        var environment = new FileChannelEnvironment { Storage = _disk, Fault = OnFault, Maintains = false };
        _channel = await FileChannels.StartAsync(new TestHost(), FileChannels.Options("/channel"), environment);
    }

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    [Test]
    public async Task A_lone_put_on_a_quick_disk_is_written_by_its_caller_and_done_when_the_call_returns() =>
        await Eventually.IsTrue(IsWrittenByItsCaller, "no other thread is woken up");

    [Test]
    public async Task On_a_slow_disk_no_caller_blocks()
    {
        _isSlow = true;
        await Eventually.IsTrue(() => !IsWrittenByItsCaller(), "a flush has shown how slow it is");

        for (var i = 0; i < 3; i++)
        {
            var commit = Put(encodesBefore: false, out _);

            commit.IsCompleted.Should().BeFalse();
            await commit;
        }
    }

    [Test]
    public async Task Who_commits_under_a_lock_does_not_block()
    {
        await Eventually.IsTrue(IsWrittenByItsCaller, "the disk is quick");

        await Put(encodesBefore: true, out _);

        _writer.Should().NotBe(Environment.CurrentManagedThreadId);
    }

    [Test]
    public async Task Takes_that_wait_for_puts_share_the_flush_of_the_caller_who_writes()
    {
        await Eventually.IsTrue(async () =>
        {
            await Eventually.IsTrue(IsWrittenByItsCaller, "there is something to take");
            await using var take = _channel.BeginTransaction();
            await take.TakeBodiesAsync(1);
            var before = _flushes;
            var taken = take.CommitAsync().AsTask();
            var isWrittenByItsCaller = IsWrittenByItsCaller();
            await taken;
            return isWrittenByItsCaller && _flushes == before + 1;
        }, "the take's commit is in the same group");
    }

    [Test]
    public async Task What_fails_for_the_caller_who_writes_fails_for_nobody_else_later()
    {
        await Eventually.IsTrue(IsWrittenByItsCaller, "the disk is quick");
        _disk.FailsNextFlush = true;

        await FluentActions.Awaiting(() => Put(encodesBefore: false, out _).AsTask()).Should().ThrowAsync<ChannelException>();

        await _channel.PutAsync("after");
    }

    [Test]
    public async Task The_end_of_the_channel_waits_for_a_caller_who_writes()
    {
        await Eventually.IsTrue(IsWrittenByItsCaller, "the disk is quick");
        var flushes = _flushes;
        _isSlow = true;
        var put = Task.Run(() => _channel.PutAsync("last"));
        await Eventually.IsTrue(() => Volatile.Read(ref _flushes) > flushes, "the flush has begun");

        await _channel.StopAsync(CancellationToken.None);

        await put.WaitAsync(_deadline);
    }

    private bool IsWrittenByItsCaller()
    {
        var commit = Put(encodesBefore: false, out var caller);
        var isDone = commit.IsCompletedSuccessfully;
        commit.AsTask().GetAwaiter().GetResult();
        return isDone && _writer == caller;
    }

    private static async ValueTask CommitAsync(IChannelTransaction transaction)
    {
        await transaction.CommitAsync();
        await transaction.DisposeAsync();
    }

    private ValueTask Put(bool encodesBefore, out int caller)
    {
        caller = Environment.CurrentManagedThreadId;
        var transaction = (FileTransaction)_channel.BeginTransaction();
        transaction.Put(ChannelExtensions.Events("body"));
        if (encodesBefore)
        {
            transaction.Encode();
        }

        return CommitAsync(transaction);
    }

    private void OnFault(FaultPoint point)
    {
        if (point != FaultPoint.BeforeFlush)
        {
            return;
        }

        Interlocked.Increment(ref _flushes);
        _writer = Environment.CurrentManagedThreadId;
        if (_isSlow)
        {
            // A flush that takes its time, and no wait of the test for anything.
            var clock = Stopwatch.StartNew();
            SpinWait.SpinUntil(() => clock.Elapsed > _slow);
        }
    }
}
