using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Sinks.Processors;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Sinks;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LoadBalancingSinkProcessorTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _asked = [];
    private readonly ScriptSink _k1 = new("k1");
    private readonly ScriptSink _k2 = new("k2");
    private readonly ScriptSink _k3 = new("k3");
    private readonly TestHost _host;

    public LoadBalancingSinkProcessorTests() => _host = new TestHost(_time).Add(new Random(7));

    [Test]
    public async Task Sinks_take_turns()
    {
        var processor = Make();

        await ProcessAsync(processor, 7);

        _asked.Should().Equal("k1", "k2", "k3", "k1", "k2", "k3", "k1");
    }

    [TestCase(ProcessStatus.Backoff)]
    [TestCase(ProcessStatus.Empty)]
    public async Task The_first_sink_that_answers_ends_the_call_whatever_it_answers(ProcessStatus answer)
    {
        _k1.Answer = answer;

        (await Make().ProcessAsync(CancellationToken.None)).Should().Be(answer);

        _k2.Calls.Should().Be(0);
    }

    [Test]
    public async Task A_sink_that_says_that_it_failed_passes_the_call_on_and_is_left_alone()
    {
        _k1.Answer = ProcessStatus.Failed;
        var processor = Make(backsOff: true);

        for (var i = 0; i < 4; i++)
        {
            (await processor.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Ready);
        }

        _k1.Calls.Should().Be(1);
        (_k2.Calls + _k3.Calls).Should().Be(4);
        _host.Logs.GetSnapshot().Should().ContainSingle().Which.Message.Should().StartWith("Sink k1 failed to consume event.");
    }

    [Test]
    public async Task Without_backoff_a_dead_sink_is_tried_in_every_round_and_its_successor_does_its_work()
    {
        _k2.Fails();
        var processor = Make();

        await ProcessAsync(processor, 6);

        (_k1.Calls, _k2.Calls, _k3.Calls).Should().Be((2, 2, 4));
        _host.Logs.GetSnapshot().Should().ContainSingle("a failure that goes on is not logged every time")
            .Which.Message.Should().StartWith("Sink k2 failed to consume event. Attempting next sink if available.");
    }

    [Test]
    public async Task With_backoff_a_dead_sink_is_left_alone_and_turns_count_among_the_others()
    {
        _k2.Fails();
        var processor = Make(backsOff: true);

        await ProcessAsync(processor, 6);
        _k2.Calls.Should().Be(1);
        _k2.Works();
        _asked.Clear();
        _time.Advance(TimeSpan.FromMilliseconds(2001));
        await ProcessAsync(processor, 3);

        _asked.Should().BeEquivalentTo("k1", "k2", "k3");
    }

    [Test]
    public async Task When_all_fail_the_runner_is_told()
    {
        _k1.Fails();
        _k2.Fails();
        _k3.Fails();
        var processor = Make(backsOff: true);

        var process = () => processor.ProcessAsync(CancellationToken.None).AsTask();

        await process.Should().ThrowAsync<EventDeliveryException>().WithMessage("All configured sinks have failed");
        await process.Should().ThrowAsync<EventDeliveryException>("all are backed off");
        (_k1.Calls, _k2.Calls, _k3.Calls).Should().Be((1, 1, 1));
    }

    [Test]
    public async Task A_random_order_asks_every_sink_about_as_often_and_the_same_chance_gives_the_same_order()
    {
        await ProcessAsync(Make(selector: "random"), 300);
        var first = _asked.ToList();
        _asked.Clear();
        _host.Add(new Random(7));
        await ProcessAsync(Make(selector: "random"), 300);

        _asked.Should().Equal(first);
        first.GroupBy(static name => name).Should().HaveCount(3).And.OnlyContain(static calls => calls.Count() > 70);
    }

    [Test]
    public async Task A_random_order_with_all_sinks_backed_off_says_so_too()
    {
        _k1.Fails();
        _k2.Fails();
        _k3.Fails();
        var processor = Make("random", backsOff: true);

        for (var i = 0; i < 2; i++)
        {
            await processor.Awaiting(p => p.ProcessAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<EventDeliveryException>().WithMessage("All configured sinks have failed");
        }
    }

    [Test]
    public async Task A_plug_in_brings_its_own_order()
    {
        await ProcessAsync(Make("last_first"), 2);

        _asked.Should().Equal("k3", "k3");
    }

    [Test]
    public async Task The_end_of_the_runner_is_no_failure()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Make(backsOff: true).Awaiting(p => p.ProcessAsync(stop.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();

        _host.Logs.GetSnapshot().Should().BeEmpty();
    }

    private LoadBalancingSinkProcessor Make(string selector = "round_robin", bool backsOff = false)
    {
        var descriptor = new ComponentRegistry(typeof(IComponent).Assembly, GetType().Assembly).Find(ComponentKind.SinkSelector, selector)!;
        var options = new LoadBalancingSinkProcessorOptions { Backoff = backsOff, Selector = new(descriptor, descriptor.Options is null ? null : new SinkSelectorOptions()) };
        return new LoadBalancingSinkProcessor(options, [_k1, _k2, _k3], _time, _host.LoggerFactory, _host.Activator);
    }

    private async Task ProcessAsync(LoadBalancingSinkProcessor processor, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var before = new[] { _k1, _k2, _k3 }.ToDictionary(static sink => sink, static sink => sink.Calls);
            await processor.ProcessAsync(CancellationToken.None);
            _asked.Add(before.Single(pair => pair.Key.Calls > pair.Value && pair.Key.Failure is null).Key.Name);
        }
    }
}

[FlumeSinkSelector("last_first", "org.example.LastFirstSelector")]
public sealed class LastFirstSelector(SinkSelectorContext context) : ISinkSelector
{
    public IReadOnlyList<ISink> NextOrder() => [.. context.Sinks.Reverse()];

    public void InformFailed(ISink sink)
    {
    }
}
