using FlumeSharp.Channels;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Routing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SwitchableProcessorTests
{
    private readonly ListChannel _c1 = new("c1");
    private readonly ListChannel _c2 = new("c2");

    [Test]
    public async Task Batches_go_the_new_way_and_the_old_one_ends()
    {
        var processor = new SwitchableProcessor(To(_c1), NullLogger.Instance);
        await processor.ProcessAsync(Batch("1"));

        await processor.SwitchTo(To(_c2));
        await processor.ProcessAsync(Batch("2"));

        (_c1.EventCount, _c2.EventCount).Should().Be((1, 1));
    }

    [Test]
    public async Task A_paused_batch_waits_for_the_new_way_or_for_its_client_to_give_up()
    {
        var processor = new SwitchableProcessor(To(_c1), NullLogger.Instance);
        using var patience = new CancellationTokenSource();
        await processor.Pause();

        var waits = processor.ProcessAsync(Batch("1")).AsTask();
        var givesUp = processor.ProcessAsync(Batch("2"), patience.Token).AsTask();
        await patience.CancelAsync();
        await FluentActions.Awaiting(() => givesUp).Should().ThrowAsync<OperationCanceledException>();
        waits.IsCompleted.Should().BeFalse();
        await processor.SwitchTo(To(_c2));
        await waits;

        (_c1.EventCount, _c2.EventCount).Should().Be((0, 1));
    }

    [Test]
    public async Task The_old_way_ends_with_the_last_batch_on_it_also_with_one_that_fails()
    {
        var held = new HeldChannel();
        var processor = new SwitchableProcessor(To(held), NullLogger.Instance);
        var underWay = processor.ProcessAsync(Batch("1")).AsTask();

        var ended = processor.SwitchTo(To(_c2));
        ended.IsCompleted.Should().BeFalse();
        held.Commit.SetException(new ChannelFullException("full"));
        await FluentActions.Awaiting(() => underWay).Should().ThrowAsync<ChannelFullException>();

        await ended.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Test]
    public async Task Nothing_is_lost_or_doubled_while_ways_change_under_many_clients()
    {
        var processor = new SwitchableProcessor(To(_c1), NullLogger.Instance);
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 2000; i++)
            {
                await processor.ProcessAsync(Batch("x"));
            }
        })).ToArray();

        for (var i = 0; i < 200; i++)
        {
            if (i % 3 == 0)
            {
                await processor.Pause();
            }

            await processor.SwitchTo(To(i % 2 == 0 ? _c2 : _c1));
        }

        await Task.WhenAll(clients).WaitAsync(TimeSpan.FromSeconds(60));
        (_c1.EventCount + _c2.EventCount).Should().Be(8000);
    }

    private static EventBatch Batch(string body)
    {
        var batch = new EventBatch();
        batch.AddRange(ChannelExtensions.Events(body));
        return batch;
    }

    private static ChannelProcessor To(IChannel channel) =>
        new(new ReplicatingSelector(new ReplicatingSelectorOptions(), new SelectorContext("r1", [channel])), [], NullLogger.Instance);

    // A channel whose commit ends when the test says so.
    private sealed class HeldChannel : IChannel
    {
        public TaskCompletionSource Commit { get; } = new();

        public string Name => "held";

        public Components.LifecycleState State => Components.LifecycleState.Started;

        public int? TransactionCapacity => null;

        public bool IsDurable => false;

        public long EventCount => 0;

        public IChannelTransaction BeginTransaction() => new Transaction(Commit.Task);

        public ValueTask<bool> WaitForEventsAsync(TimeSpan timeout, CancellationToken cancellationToken) => ValueTask.FromResult(false);

        public ValueTask StartAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask StopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private sealed class Transaction(Task commit) : ChannelTransaction
        {
            public override ChannelPosition? Position => null;

            protected override void OnPut(ReadOnlySpan<Event> events)
            {
            }

            protected override ValueTask<Event?> OnTakeAsync(CancellationToken cancellationToken) => ValueTask.FromResult<Event?>(null);

            protected override ValueTask<int> OnTakeAsync(EventBatch destination, int maxEvents, CancellationToken cancellationToken) => ValueTask.FromResult(0);

            protected override async ValueTask OnCommitAsync(CancellationToken cancellationToken) => await commit;

            protected override ValueTask OnRollbackAsync() => ValueTask.CompletedTask;
        }
    }
}
