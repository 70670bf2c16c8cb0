using System.Threading.Channels;
using FlumeSharp.Components;
using FlumeSharp.Sinks;
using FlumeSharp.Sources;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Runtime;

// How long runners leave a component alone: Flume's numbers, on a clock that the tests move.
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunnerTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);
    private readonly TimerClock _time = new();
    private readonly TestHost _host;
    private readonly Script _script = new();

    public RunnerTests() => _host = new TestHost(_time);

    private ILogger Logger => _host.LoggerFactory.CreateLogger("runner");

    [TestCase(ProcessStatus.Backoff)]
    [TestCase(ProcessStatus.Failed)]
    public async Task Sink_backoff_grows_by_a_second_up_to_five(ProcessStatus answer)
    {
        var runner = StartSinkRunner();

        foreach (var seconds in new[] { 1, 2, 3, 4, 5, 5 })
        {
            await AnswerAndExpectPauseAsync(answer, TimeSpan.FromSeconds(seconds));
        }

        await EndAsync(runner);
    }

    [Test]
    public async Task Anything_done_starts_the_backoff_again()
    {
        var runner = StartSinkRunner();
        await AnswerAndExpectPauseAsync(ProcessStatus.Backoff, TimeSpan.FromSeconds(1));
        await AnswerAndExpectPauseAsync(ProcessStatus.Backoff, TimeSpan.FromSeconds(2));

        await _script.CalledAsync();
        _script.Answer(ProcessStatus.Ready);

        await AnswerAndExpectPauseAsync(ProcessStatus.Backoff, TimeSpan.FromSeconds(1));
        await EndAsync(runner);
    }

    [Test]
    public async Task A_failing_sink_is_left_alone_for_five_seconds_and_the_failure_logged()
    {
        var runner = StartSinkRunner();

        await AnswerAndExpectPauseAsync(new EventDeliveryException("no route to host"), TimeSpan.FromSeconds(5));

        _host.Logs.GetSnapshot().Should().ContainSingle(record => record.Level == LogLevel.Error)
            .Which.Message.Should().StartWith("Unable to deliver event. Exception follows.");
        await EndAsync(runner);
    }

    [Test]
    public async Task A_failure_that_goes_on_is_logged_once_a_minute_with_the_number_passed_over()
    {
        var runner = StartSinkRunner();

        for (var i = 0; i < 13; i++)
        {
            await AnswerAndExpectPauseAsync(new EventDeliveryException("no route to host"), TimeSpan.FromSeconds(5));
        }

        var logged = _host.Logs.GetSnapshot().Where(record => record.Level == LogLevel.Error).Select(record => record.Message).ToList();
        logged.Should().HaveCount(2);
        logged[1].Should().Contain("11 earlier failures not shown");
        await EndAsync(runner);
    }

    [Test]
    public async Task Source_backoff_follows_the_sources_own_numbers()
    {
        var runner = StartSourceRunner(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(250));

        await AnswerAndExpectPauseAsync(ProcessStatus.Backoff, TimeSpan.FromMilliseconds(100));
        await AnswerAndExpectPauseAsync(ProcessStatus.Empty, TimeSpan.FromMilliseconds(200));
        await AnswerAndExpectPauseAsync(ProcessStatus.Backoff, TimeSpan.FromMilliseconds(250));
        await EndAsync(runner);
    }

    [Test]
    public async Task A_failing_source_is_left_alone_for_its_longest_pause()
    {
        var runner = StartSourceRunner(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(250));

        await AnswerAndExpectPauseAsync(new IOException("odd"), TimeSpan.FromMilliseconds(250));

        await EndAsync(runner);
    }

    [Test]
    public async Task A_stop_ends_a_pause()
    {
        var runner = StartSinkRunner();
        await _script.CalledAsync();
        _script.Answer(ProcessStatus.Backoff);
        await _time.NextTimerAsync();

        await runner.StopAsync(CancellationToken.None).WaitAsync(_deadline);
    }

    [Test]
    public async Task A_stop_lets_the_call_under_way_finish()
    {
        var runner = StartSinkRunner();
        await _script.CalledAsync();

        var stop = runner.StopAsync(CancellationToken.None);

        stop.IsCompleted.Should().BeFalse();
        _script.Answer(ProcessStatus.Ready);
        await stop.WaitAsync(_deadline);
    }

    [Test]
    public async Task A_hurried_stop_cancels_the_call_under_way()
    {
        var runner = StartSinkRunner();
        await _script.CalledAsync();
        using var hurry = new CancellationTokenSource();
        var stop = runner.StopAsync(hurry.Token);

        await hurry.CancelAsync();

        await stop.WaitAsync(_deadline);
    }

    [Test]
    public async Task A_drain_does_not_spin_when_there_is_nothing_to_take_though_the_channel_holds_something()
    {
        var runner = await StartDrainAsync();

        await AnswerAndExpectPauseAsync(ProcessStatus.Empty, TimeSpan.FromMilliseconds(200));

        await EndDrainAsync(runner);
    }

    [Test]
    public async Task A_drain_does_not_spin_when_calls_end_with_a_cancellation_of_their_own()
    {
        var runner = await StartDrainAsync();

        await AnswerAndExpectPauseAsync(new TaskCanceledException("the request timed out"), TimeSpan.FromMilliseconds(200));

        await EndDrainAsync(runner);
    }

    [Test]
    public void Backoff_does_not_overflow()
    {
        var backoff = new Backoff(TimeSpan.FromDays(1), TimeSpan.MaxValue);

        for (var i = 1; i <= 1000; i++)
        {
            backoff.Next().Should().Be(TimeSpan.FromDays(i));
        }
    }

    private async Task<SinkRunner> StartDrainAsync()
    {
        var channel = new ListChannel();
        channel.Add(ChannelExtensions.Events("1"));
        var runner = new SinkRunner("k1", _script, [channel], drains: true, _time, Logger);
        runner.Start();
        await _script.CalledAsync();
        runner.RequestStop();
        _script.Answer(ProcessStatus.Ready);
        return runner;
    }

    private async Task EndDrainAsync(SinkRunner runner)
    {
        await _script.CalledAsync();
        await runner.StopAsync(new CancellationToken(canceled: true)).WaitAsync(_deadline);
    }

    private SinkRunner StartSinkRunner()
    {
        var runner = new SinkRunner("k1", _script, [new ListChannel()], drains: false, _time, Logger);
        runner.Start();
        return runner;
    }

    private PollableSourceRunner StartSourceRunner(TimeSpan increment, TimeSpan max)
    {
        var runner = new PollableSourceRunner(new ScriptedSource(_script, increment, max), _time, Logger);
        runner.Start();
        return runner;
    }

    private async Task EndAsync(RunnerBase runner)
    {
        await _script.CalledAsync();
        var stop = runner.StopAsync(CancellationToken.None);
        _script.Answer(ProcessStatus.Ready);
        await stop.WaitAsync(_deadline);
    }

    private Task AnswerAndExpectPauseAsync(ProcessStatus status, TimeSpan pause) => AnswerAndExpectPauseAsync(() => status, pause);

    private Task AnswerAndExpectPauseAsync(Exception failure, TimeSpan pause) => AnswerAndExpectPauseAsync(() => throw failure, pause);

    private async Task AnswerAndExpectPauseAsync(Func<ProcessStatus> answer, TimeSpan pause)
    {
        await _script.CalledAsync();
        _script.Answer(answer);
        (await _time.NextTimerAsync()).Should().Be(pause);
        _time.Advance(pause);
    }

    /// <summary>A clock that tells which timers were set on it.</summary>
    private sealed class TimerClock : FakeTimeProvider
    {
        private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

        public Task<TimeSpan> NextTimerAsync() => _timers.Reader.ReadAsync().AsTask().WaitAsync(_deadline);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timers.Writer.TryWrite(dueTime);
            return timer;
        }
    }

    /// <summary>Answers each call as the test says, when the test says it.</summary>
    private sealed class Script : ISinkProcessor
    {
        private readonly Channel<bool> _calls = Channel.CreateUnbounded<bool>();
        private readonly Channel<Func<ProcessStatus>> _answers = Channel.CreateUnbounded<Func<ProcessStatus>>();

        public Task CalledAsync() => _calls.Reader.ReadAsync().AsTask().WaitAsync(_deadline);

        public void Answer(ProcessStatus status) => Answer(() => status);

        public void Answer(Func<ProcessStatus> answer) => _answers.Writer.TryWrite(answer);

        public async ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken)
        {
            _calls.Writer.TryWrite(true);
            return (await _answers.Reader.ReadAsync(cancellationToken))();
        }
    }

    private sealed class ScriptedSource(Script script, TimeSpan increment, TimeSpan max) : IPollableSource
    {
        public string Name => "r1";

        public LifecycleState State => LifecycleState.Started;

        public TimeSpan BackoffIncrement => increment;

        public TimeSpan MaxBackoff => max;

        public ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken) => script.ProcessAsync(cancellationToken);

        public ValueTask StartAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask StopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
