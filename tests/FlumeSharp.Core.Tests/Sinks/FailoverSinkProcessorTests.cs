using FlumeSharp.Components;
using FlumeSharp.Sinks.Processors;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Sinks;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FailoverSinkProcessorTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ListChannel _channel = new();
    private readonly TestHost _host;
    private readonly ScriptSink _k1;
    private readonly ScriptSink _k2;
    private readonly ScriptSink _k3;

    public FailoverSinkProcessorTests()
    {
        _host = new TestHost(_time);
        _k1 = new ScriptSink("k1", _channel);
        _k2 = new ScriptSink("k2", _channel);
        _k3 = new ScriptSink("k3", _channel);
    }

    [Test]
    public async Task The_highest_priority_is_asked_and_nobody_else()
    {
        var processor = Make(("k1", "5"), ("k2", "10"), ("k3", "-7"));

        await ProcessAsync(processor, 3);

        (_k1.Calls, _k2.Calls, _k3.Calls).Should().Be((0, 3, 0));
    }

    [Test]
    public async Task Without_priorities_the_declared_order_counts()
    {
        await ProcessAsync(Make(), 1);

        (_k1.Calls, _k2.Calls, _k3.Calls).Should().Be((1, 0, 0));
    }

    [Test]
    public async Task What_is_no_number_comes_after_everything_that_is_zero_or_more()
    {
        await ProcessAsync(Make(("k1", "high"), ("k2", "0")), 1);

        _k2.Calls.Should().Be(1);
    }

    [Test]
    public async Task Of_equal_priorities_only_the_first_is_used()
    {
        var processor = Make(("k1", "1"), ("k2", "1"), ("k3", "0"));
        _k1.Fails();

        await ProcessAsync(processor, 1);

        (_k1.Calls, _k2.Calls, _k3.Calls).Should().Be((1, 0, 1));
    }

    [Test]
    public async Task A_failure_is_taken_over_in_the_same_call()
    {
        var processor = Make();
        _k1.Fails();
        _k2.Fails();

        (await processor.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Ready);

        _k3.Calls.Should().Be(1);
        _host.Logs.GetSnapshot().Select(static record => record.Message).Should().Equal(
            "Sink k1 failed and has been sent to failover list", "Sink k2 failed and has been sent to failover list");
    }

    [Test]
    public async Task A_sink_that_says_that_it_failed_is_penalised_as_one_that_throws()
    {
        var processor = Make();
        _k1.Answer = ProcessStatus.Failed;

        (await processor.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Ready);
        await AdvanceAndProcessAsync(processor, 2000);
        (_k1.Calls, _k2.Calls).Should().Be((1, 2));
        await AdvanceAndProcessAsync(processor, 1);
        (_k1.Calls, _k2.Calls).Should().Be((2, 3), "it was asked again, and failed again");
        await AdvanceAndProcessAsync(processor, 4000);
        _k1.Calls.Should().Be(2, "the penalty has doubled");
        _k1.Answer = ProcessStatus.Ready;
        await AdvanceAndProcessAsync(processor, 1);

        processor.Active.Should().BeSameAs(_k1);
        _host.Logs.GetSnapshot().Select(static record => record.Exception).Should().AllSatisfy(static failure => failure.Should().BeNull("the sink has said why"));
    }

    [Test]
    public async Task When_all_have_failed_the_runner_is_told()
    {
        var processor = Make();
        foreach (var sink in new[] { _k1, _k2, _k3 })
        {
            sink.Fails();
        }

        var process = () => processor.ProcessAsync(CancellationToken.None).AsTask();

        await process.Should().ThrowAsync<EventDeliveryException>().WithMessage("All sinks failed to process, nothing left to failover to");
        await process.Should().ThrowAsync<EventDeliveryException>("nobody is asked while all are penalised");
        (_k1.Calls, _k2.Calls, _k3.Calls).Should().Be((1, 1, 1));
    }

    [Test]
    public async Task The_penalty_doubles_from_two_seconds_up_to_the_longest()
    {
        var processor = Make();
        _k1.Fails();
        await ProcessAsync(processor, 1);

        foreach (var penalty in new[] { 2000, 4000, 8000, 16000, 30000, 30000 })
        {
            _k1.Calls = 0;
            await AdvanceAndProcessAsync(processor, penalty);
            _k1.Calls.Should().Be(0, "a penalty of {0} ms is not over before the next millisecond", penalty);
            await AdvanceAndProcessAsync(processor, 1);
            _k1.Calls.Should().Be(1);
        }
    }

    [Test]
    public async Task The_longest_penalty_can_be_set_and_holds_however_often_a_sink_fails()
    {
        var processor = Make(new FailoverSinkProcessorOptions { MaxPenalty = TimeSpan.FromSeconds(3) });
        _k1.Fails();
        await ProcessAsync(processor, 1);
        await AdvanceAndProcessAsync(processor, 2001);

        // Java's arithmetic overflows from the 22nd failure on.
        for (var failures = 3; failures < 70; failures++)
        {
            _k1.Calls = 0;
            await AdvanceAndProcessAsync(processor, 3000);
            _k1.Calls.Should().Be(0);
            await AdvanceAndProcessAsync(processor, 1);
            _k1.Calls.Should().Be(1);
        }
    }

    [Test]
    public async Task A_sink_that_delivers_again_is_back_and_fails_anew_with_the_first_penalty()
    {
        var processor = Make();
        _k1.Fails();
        await ProcessAsync(processor, 1);
        await AdvanceAndProcessAsync(processor, 2001);
        _k1.Works();
        await AdvanceAndProcessAsync(processor, 4001);
        _k2.Calls = 0;

        await ProcessAsync(processor, 2);
        _k2.Calls.Should().Be(0, "k1 is the active one again");
        _k1.Fails();
        await ProcessAsync(processor, 1);
        _k1.Works();
        _k1.Calls = 0;
        await AdvanceAndProcessAsync(processor, 2001);

        _k1.Calls.Should().Be(1);
        _host.Logs.GetSnapshot().Should().Contain(static record => record.Message == "Sink k1 was recovered from the fail list");
    }

    [TestCase(ProcessStatus.Backoff)]
    [TestCase(ProcessStatus.Empty)]
    public async Task A_recovering_sink_with_nothing_to_do_answers_for_the_group_and_is_not_penalised(ProcessStatus answer)
    {
        var processor = Make();
        _k1.Fails();
        await ProcessAsync(processor, 1);
        _k1.Works();
        _k1.Answer = answer;
        _time.Advance(TimeSpan.FromMilliseconds(2001));
        (_k1.Calls, _k2.Calls) = (0, 0);

        (await processor.ProcessAsync(CancellationToken.None)).Should().Be(answer);
        (await processor.ProcessAsync(CancellationToken.None)).Should().Be(answer);

        (_k1.Calls, _k2.Calls).Should().Be((2, 0));
    }

    [Test]
    public async Task A_recovering_sink_with_an_empty_channel_does_not_keep_the_active_one_from_its_own()
    {
        var other = new ScriptSink("k9", new ListChannel("c2"));
        var processor = new FailoverSinkProcessor(new FailoverSinkProcessorOptions(), [_k1, other], _time, _host.LoggerFactory);
        _k1.Fails();
        await ProcessAsync(processor, 1);
        _k1.Works();
        _k1.Answer = ProcessStatus.Empty;

        await AdvanceAndProcessAsync(processor, 2001);

        (_k1.Calls, other.Calls).Should().Be((2, 2));
    }

    [Test]
    public async Task A_sink_that_cannot_start_is_a_failed_one()
    {
        _k1.State = LifecycleState.Faulted;

        await ProcessAsync(Make(), 1);

        (_k1.Calls, _k2.Calls).Should().Be((0, 1));
    }

    [Test]
    public async Task The_end_of_the_runner_is_no_failure()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var processor = Make();

        await processor.Awaiting(p => p.ProcessAsync(stop.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();

        processor.Active.Should().BeSameAs(_k1);
        _host.Logs.GetSnapshot().Should().NotContain(static record => record.Level >= LogLevel.Warning);
    }

    private FailoverSinkProcessor Make(params (string Sink, string Priority)[] priorities) =>
        Make(new FailoverSinkProcessorOptions { Priorities = priorities.ToDictionary(static pair => pair.Sink, static pair => pair.Priority) });

    private FailoverSinkProcessor Make(FailoverSinkProcessorOptions options) => new(options, [_k1, _k2, _k3], _time, _host.LoggerFactory);

    private static async Task ProcessAsync(FailoverSinkProcessor processor, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await processor.ProcessAsync(CancellationToken.None);
        }
    }

    private async Task AdvanceAndProcessAsync(FailoverSinkProcessor processor, int milliseconds)
    {
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        await ProcessAsync(processor, 1);
    }
}
