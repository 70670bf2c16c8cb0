using System.Collections.Immutable;
using FlumeSharp.Channels;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Routing;

// The table of outcomes: what a source is told, and who has the events.
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ChannelProcessorTests
{
    private readonly TestHost _host = new();
    private readonly ListChannel _c1 = new("c1");
    private readonly ListChannel _c2 = new("c2");
    private readonly ListChannel _c3 = new("c3");

    [Test]
    public async Task Every_channel_gets_the_same_events_in_one_transaction()
    {
        var events = ChannelExtensions.Events("1", "2");

        await ProcessAsync(Route([_c1, _c2], [_c3]), events);

        foreach (var channel in new[] { _c1, _c2, _c3 })
        {
            channel.Snapshot().Should().Equal(events);
            channel.Commits.Should().Be(1);
        }
    }

    [Test]
    public async Task A_required_channel_that_refuses_ends_the_call_and_earlier_ones_keep_the_events()
    {
        var refusal = new ChannelFullException("full");
        _c2.CommitFailure = refusal;
        var optional = new ListChannel("o1");

        var process = () => ProcessAsync(Route([_c1, _c2, _c3], [optional]), ChannelExtensions.Events("1"));

        (await process.Should().ThrowAsync<ChannelException>()).Which.Should().BeSameAs(refusal);
        _c1.EventCount.Should().Be(1);
        _c2.EventCount.Should().Be(0);
        _c2.Rollbacks.Should().Be(1);
        _c3.EventCount.Should().Be(0);
        optional.EventCount.Should().Be(0);
    }

    [Test]
    public async Task Other_failures_of_a_required_channel_become_a_channel_exception()
    {
        _c1.CommitFailure = new InvalidOperationException("odd");

        var process = () => ProcessAsync(Route([_c1], []), ChannelExtensions.Events("1"));

        var thrown = (await process.Should().ThrowAsync<ChannelException>()).Which;
        thrown.Message.Should().Be("Unable to put batch on required channel: c1");
        thrown.InnerException.Should().BeSameAs(_c1.CommitFailure);
    }

    [Test]
    public async Task Cancellation_reaches_the_source_as_it_is()
    {
        _c1.CommitFailure = new OperationCanceledException();

        var process = () => ProcessAsync(Route([_c1], []), ChannelExtensions.Events("1"));

        await process.Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task An_optional_channel_that_fails_is_logged_and_the_next_one_tried()
    {
        _c2.CommitFailure = new InvalidOperationException("odd");

        await ProcessAsync(Route([_c1], [_c2, _c3]), ChannelExtensions.Events("1"));

        _c1.EventCount.Should().Be(1);
        _c2.EventCount.Should().Be(0);
        _c3.EventCount.Should().Be(1);
        _host.Logs.LatestRecord.Level.Should().Be(LogLevel.Error);
        _host.Logs.LatestRecord.Message.Should().StartWith("Unable to put batch on optional channel: c2");
    }

    [Test]
    public async Task An_interceptor_that_throws_keeps_everything_out()
    {
        var process = () => ProcessAsync(Route([_c1], []), ChannelExtensions.Events("1"), new Interceptor(_ => throw new FormatException("bad")));

        await process.Should().ThrowAsync<FormatException>();
        _c1.EventCount.Should().Be(0);
    }

    [Test]
    public async Task Interceptors_run_in_order_on_the_whole_batch()
    {
        await ProcessAsync(
            Route([_c1], []),
            ChannelExtensions.Events("1", "2", "3"),
            new Interceptor(batch => batch.RemoveWhere(item => item.Text() == "2")),
            new Interceptor(batch => batch[0].Headers = batch[0].Headers.Set("n", $"{batch.Count}")));

        _c1.Snapshot().Select(item => item.Text()).Should().Equal("1", "3");
        _c1.Snapshot()[0].Headers.ToString().Should().Be("{n=2}");
    }

    [Test]
    public async Task A_batch_that_interceptors_emptied_is_a_success()
    {
        await ProcessAsync(Route([_c1], []), ChannelExtensions.Events("1"), new Interceptor(batch => batch.Clear()));

        _c1.Commits.Should().Be(0);
    }

    [Test]
    public async Task No_channel_at_all_is_a_success() => await ProcessAsync(Route([], []), ChannelExtensions.Events("1"));

    [Test]
    public async Task Events_with_routes_of_their_own_are_grouped_by_channel_in_order_of_first_use()
    {
        var odd = new ChannelRoute([_c2], []);
        var even = new ChannelRoute([_c1, _c2], [_c3]);

        await ProcessAsync(new Selector(item => item.Text() is "1" or "3" ? odd : even, false), ChannelExtensions.Events("1", "2", "3", "4"));

        _c1.Snapshot().Select(item => item.Text()).Should().Equal("2", "4");
        _c2.Snapshot().Select(item => item.Text()).Should().Equal("1", "2", "3", "4");
        _c3.Snapshot().Select(item => item.Text()).Should().Equal("2", "4");
        _c2.Commits.Should().Be(1);
    }

    [Test]
    public async Task A_selector_that_throws_keeps_everything_out()
    {
        var process = () => ProcessAsync(new Selector(_ => throw new FormatException("bad"), false), ChannelExtensions.Events("1"));

        await process.Should().ThrowAsync<FormatException>();
    }

    [TestCase("", "c1 c2 c3", "")]
    [TestCase("c2", "c1 c3", "c2")]
    [TestCase("c3 c1", "c2", "c1 c3")]
    public void The_replicating_selector_requires_every_channel_that_is_not_optional(string optional, string required, string others)
    {
        var options = new ReplicatingSelectorOptions { Optional = optional.Split(' ', StringSplitOptions.RemoveEmptyEntries) };
        var selector = new ReplicatingSelector(options, new SelectorContext("r1", [_c1, _c2, _c3]));

        var route = selector.Route(new Event(default));

        selector.RoutesWholeBatch.Should().BeTrue();
        string.Join(' ', route.Required.Select(channel => channel.Name)).Should().Be(required);
        string.Join(' ', route.Optional.Select(channel => channel.Name)).Should().Be(others);
        selector.Route(new Event(default)).Should().BeSameAs(route);
    }

    [Test]
    public async Task Interceptors_hear_of_the_commit_after_it()
    {
        var heard = new List<bool>();
        var awaiting = new Awaiting(isCommitted => heard.Add(isCommitted && _c1.EventCount == 1));

        await ProcessAsync(Route([_c1], []), ChannelExtensions.Events("1"), awaiting);

        heard.Should().Equal(true);
    }

    [Test]
    public async Task Interceptors_hear_of_a_channel_that_refused_and_of_a_later_interceptor_that_failed()
    {
        var heard = new List<bool>();
        _c2.CommitFailure = new ChannelFullException("full");

        var refused = () => ProcessAsync(Route([_c1, _c2], []), ChannelExtensions.Events("1"), new Awaiting(heard.Add));
        await refused.Should().ThrowAsync<ChannelFullException>();
        var failed = () => ProcessAsync(Route([_c1], []), ChannelExtensions.Events("1"), new Awaiting(heard.Add), new Interceptor(_ => throw new FormatException("bad")), new Awaiting(heard.Add));
        await failed.Should().ThrowAsync<FormatException>();

        heard.Should().Equal(false, false);
    }

    [Test]
    public async Task A_batch_that_interceptors_emptied_counts_as_committed()
    {
        var heard = new List<bool>();

        await ProcessAsync(Route([_c1], []), ChannelExtensions.Events("1"), new Awaiting(heard.Add), new Interceptor(batch => batch.Clear()));

        heard.Should().Equal(true);
    }

    [Test]
    public async Task An_interceptor_that_fails_when_it_hears_of_the_commit_is_logged_and_changes_nothing()
    {
        await ProcessAsync(Route([_c1], []), ChannelExtensions.Events("1"), new Awaiting(_ => throw new InvalidOperationException("odd")));

        _c1.EventCount.Should().Be(1);
        _host.Logs.LatestRecord.Level.Should().Be(LogLevel.Error);
    }

    private static Selector Route(ImmutableArray<IChannel> required, ImmutableArray<IChannel> optional)
    {
        var route = new ChannelRoute(required, optional);
        return new Selector(_ => route, true);
    }

    private async Task ProcessAsync(IChannelSelector selector, Event[] events, params IInterceptor[] interceptors)
    {
        var batch = new EventBatch();
        batch.AddRange(events);
        await new ChannelProcessor(selector, [.. interceptors], _host.LoggerFactory.CreateLogger("processor")).ProcessAsync(batch);
    }

    private sealed class Selector(Func<Event, ChannelRoute> route, bool wholeBatch) : IChannelSelector
    {
        public bool RoutesWholeBatch => wholeBatch;

        public ChannelRoute Route(Event item) => route(item);
    }

    private sealed class Interceptor(Action<EventBatch> work) : IInterceptor
    {
        public void Intercept(EventBatch batch) => work(batch);

        public void Dispose()
        {
        }
    }

    private sealed class Awaiting(Action<bool> hear) : IOutcomeInterceptor, IBatchOutcome
    {
        public void Intercept(EventBatch batch) => throw new NotSupportedException("the processor calls the other");

        public IBatchOutcome? InterceptAndAwaitOutcome(EventBatch batch) => this;

        public void Completed(bool isCommitted, TakenEvents taken) => hear(isCommitted);

        public void Dispose()
        {
        }
    }
}
