using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Metrics;

public sealed class CounterGroupTests
{
    private static readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);
    private readonly FakeTimeProvider _time = new(_now);

    [Test]
    public void Starting_sets_counters_to_zero_and_notes_the_time()
    {
        var group = new ChannelCounters("c1");
        group.PutSuccess.Add(5);
        group.Size.Set(7);
        group.Stop(_time);

        group.Start(_time);

        group.PutSuccess.Count.Should().Be(0);
        group.Size.Value.Should().Be(0);
        group.StartTime.Should().Be(1_700_000_000_123);
        group.StopTime.Should().Be(0);
    }

    [Test]
    public void Stopping_keeps_the_last_values()
    {
        var group = new SinkCounters("k1");
        group.Start(_time);
        group.EventDrainSuccess.Add(3);

        group.Stop(_time);

        group.EventDrainSuccess.Count.Should().Be(3);
        group.StopTime.Should().Be(1_700_000_000_123);
    }

    [Test]
    public void Values_are_written_as_flume_writes_them()
    {
        var group = new ChannelCounters("c1");
        group.Capacity.Set(1000);
        group.Size.Set(125);
        group.TakeAttempt.Increment();
        group.TakeAttempt.Add(0);
        group.TakeAttempt.Add(2);

        Text(group, "ChannelFillPercentage").Should().Be("12.5");
        Text(group, "ChannelCapacity").Should().Be("1000");
        Text(group, "EventTakeAttemptCount").Should().Be("3");
    }

    [Test]
    public void Without_a_capacity_the_fill_percentage_is_the_largest_double() =>
        Text(new ChannelCounters("c1"), "ChannelFillPercentage").Should().Be("1.7976931348623157E308");

    [Test]
    public void Counters_grow_and_gauges_move()
    {
        var group = new SourceCounters("r1");

        group.OpenConnections.Add(2);
        group.OpenConnections.Add(-1);

        group.OpenConnections.Value.Should().Be(1);
        group.OpenConnections.IsCounter.Should().BeFalse();
        group.EventReceived.IsCounter.Should().BeTrue();
    }

    [Test]
    public async Task Counting_from_several_threads_loses_nothing()
    {
        var counter = new SourceCounters("r1").EventReceived;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                counter.Add(2);
            }
        })));

        counter.Count.Should().Be(80_000);
    }

    [TestCase(typeof(SourceCounters), "EventReceivedCount EventAcceptedCount AppendReceivedCount AppendAcceptedCount AppendBatchReceivedCount AppendBatchAcceptedCount OpenConnectionCount EventReadFail ChannelWriteFail GenericProcessingFail")]
    [TestCase(typeof(ChannelCounters), "ChannelSize ChannelCapacity ChannelFillPercentage EventPutAttemptCount EventPutSuccessCount EventTakeAttemptCount EventTakeSuccessCount")]
    [TestCase(typeof(SinkCounters), "ConnectionCreatedCount ConnectionClosedCount ConnectionFailedCount BatchEmptyCount BatchUnderflowCount BatchCompleteCount EventDrainAttemptCount EventDrainSuccessCount EventWriteFail ChannelReadFail")]
    public void Names_are_flumes(Type type, string names)
    {
        var group = (CounterGroup)Activator.CreateInstance(type, "x1")!;

        group.Metrics.Select(metric => metric.Name).Should().BeEquivalentTo(names.Split(' '));
        group.Metrics.Should().OnlyContain(metric => metric.Description.EndsWith('.'));
    }

    [Test]
    public void A_group_of_the_same_type_and_component_replaces_its_predecessor_in_place()
    {
        var registry = new MetricsRegistry();
        var source = registry.Register(new SourceCounters("x"));
        registry.Register(new ChannelCounters("x"));
        var before = registry.Groups;

        var replacement = registry.Register(new SourceCounters("x"));

        registry.Groups.Should().HaveCount(2);
        registry.Groups[0].Should().BeSameAs(replacement);
        before[0].Should().BeSameAs(source, "a reader keeps the list it has");
    }

    private static string Text(CounterGroup group, string name) => group.Metrics.Single(metric => metric.Name == name).Text;
}
