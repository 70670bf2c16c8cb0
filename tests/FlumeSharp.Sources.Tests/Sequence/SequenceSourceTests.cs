using System.Text;
using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Sequence;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SequenceSourceTests
{
    private readonly TestHost _host = new();
    private readonly ListChannel _channel = new();

    [Test]
    public async Task Bodies_count_up_from_zero()
    {
        await using var source = Create(batchSize: 4);

        await source.ProcessAsync(CancellationToken.None);
        await source.ProcessAsync(CancellationToken.None);

        Bodies().Should().Equal("0", "1", "2", "3", "4", "5", "6", "7");
        _channel.Commits.Should().Be(2);
    }

    [Test]
    public async Task Bodies_stay_as_they_are_when_thousands_share_an_array()
    {
        await using var source = Create(batchSize: 20_000);

        await source.ProcessAsync(CancellationToken.None);

        Bodies().Should().Equal(Enumerable.Range(0, 20_000).Select(i => $"{i}"));
    }

    [Test]
    public async Task The_last_batch_is_cut_to_the_total_and_then_there_is_nothing()
    {
        await using var source = Create(batchSize: 2, totalEvents: 3);

        (await source.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Ready);
        (await source.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Ready);
        (await source.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Empty);

        Bodies().Should().Equal("0", "1", "2");
    }

    [TestCase(1, 0)]
    [TestCase(2, 1)]
    public async Task Accepted_events_are_counted_and_batches_only_when_they_are_batches(int batchSize, int batches)
    {
        await using var source = Create(batchSize);

        await source.ProcessAsync(CancellationToken.None);

        Counters.EventAccepted.Count.Should().Be(batchSize);
        Counters.AppendBatchAccepted.Count.Should().Be(batches);
        Counters.EventReceived.Count.Should().Be(0);
    }

    [Test]
    public async Task A_refused_batch_is_sent_again_with_the_same_numbers()
    {
        await using var source = Create(batchSize: 2);
        _channel.CommitFailure = new ChannelFullException("full");

        (await source.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Backoff);
        (await source.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Backoff);
        _host.Logs.GetSnapshot().Should().ContainSingle("a refusal that goes on is not logged every time").Which.Exception.Should().BeNull();
        _channel.CommitFailure = null;
        await source.ProcessAsync(CancellationToken.None);

        Bodies().Should().Equal("0", "1");
        Counters.ChannelWriteFail.Count.Should().Be(2);
        Counters.EventAccepted.Count.Should().Be(2);
    }

    [Test]
    public async Task The_runner_is_told_the_configured_pauses()
    {
        await using var source = new SequenceSource(
            new SequenceSourceOptions { BackoffIncrement = TimeSpan.FromMilliseconds(7), MaxBackoff = TimeSpan.FromMilliseconds(70) }, _host.Source(_channel));

        source.BackoffIncrement.Should().Be(TimeSpan.FromMilliseconds(7));
        source.MaxBackoff.Should().Be(TimeSpan.FromMilliseconds(70));
    }

    private SourceCounters Counters => _host.Metrics.Groups.OfType<SourceCounters>().Single();

    private SequenceSource Create(int batchSize = 1, long totalEvents = long.MaxValue) =>
        new(new SequenceSourceOptions { BatchSize = batchSize, TotalEvents = totalEvents }, _host.Source(_channel));

    private IEnumerable<string> Bodies() => _channel.Snapshot().Select(item => Encoding.ASCII.GetString(item.Body.Span));
}
