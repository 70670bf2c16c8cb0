using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sinks.Null;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NullSinkTests
{
    private readonly TestHost _host = new();
    private readonly ListChannel _channel = new();

    [Test]
    public async Task A_call_takes_one_batch_and_commits_it()
    {
        _channel.Add(Numbered(5));
        await using var sink = Create(batchSize: 3);

        var status = await sink.ProcessAsync(CancellationToken.None);

        status.Should().Be(ProcessStatus.Ready);
        _channel.EventCount.Should().Be(2);
        _channel.Commits.Should().Be(1);
    }

    [Test]
    public async Task An_empty_channel_is_said_to_be_empty()
    {
        await using var sink = Create();

        (await sink.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Empty);
    }

    [Test]
    public async Task Batches_are_counted_by_how_full_they_were()
    {
        _channel.Add(Numbered(5));
        await using var sink = Create(batchSize: 3);

        for (var i = 0; i < 3; i++)
        {
            await sink.ProcessAsync(CancellationToken.None);
        }

        var counters = _host.Metrics.Groups.OfType<SinkCounters>().Single();
        counters.BatchComplete.Count.Should().Be(1);
        counters.BatchUnderflow.Count.Should().Be(1);
        counters.BatchEmpty.Count.Should().Be(1);
        counters.EventDrainAttempt.Count.Should().Be(5);
        counters.EventDrainSuccess.Count.Should().Be(5);
    }

    [Test]
    public async Task Every_so_many_events_the_log_says_how_many_there_were()
    {
        _channel.Add(Numbered(7));
        await using var sink = Create(batchSize: 5, logEvery: 2);

        await sink.ProcessAsync(CancellationToken.None);
        await sink.ProcessAsync(CancellationToken.None);

        _host.Logs.GetSnapshot().Where(record => record.Level == LogLevel.Information).Select(record => record.Message).Should().Equal(
            "Null sink k1 successful processed 2 events.",
            "Null sink k1 successful processed 4 events.",
            "Null sink k1 successful processed 6 events.");
    }

    [Test]
    public async Task A_failing_commit_leaves_the_events_in_the_channel()
    {
        _channel.Add(Numbered(2));
        _channel.CommitFailure = new InvalidOperationException("disk on fire");
        await using var sink = Create();

        await sink.Awaiting(s => s.ProcessAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<InvalidOperationException>();

        _channel.EventCount.Should().Be(2);
        _channel.Rollbacks.Should().Be(1);
    }

    private NullSink Create(int batchSize = 100, int logEvery = 10_000) =>
        new(new NullSinkOptions { BatchSize = batchSize, LogEveryNEvents = logEvery }, _host.Sink(_channel));

    private static IEnumerable<Event> Numbered(int count) => Enumerable.Range(0, count).Select(i => new Event(new[] { (byte)i }));
}
