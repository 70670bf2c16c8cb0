using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;
using static FlumeSharp.Routing.Interceptors.ConfiguredInterceptors;

namespace FlumeSharp.Routing.Interceptors;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RateLimitInterceptorTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestHost _host;

    public RateLimitInterceptorTests() => _host = new TestHost(_time);

    [Test]
    public void Rejects_batches_beyond_the_limit_and_lets_them_pass_later()
    {
        var limit = Make("eventsPerSecond = 10");
        Pass(limit, 10);

        limit.Invoking(l => l.InterceptAndAwaitOutcome(Events(5))).Should().Throw<RateLimitExceededException>()
            .WithMessage("Source 'r1', interceptor 'i1': more than 10 events per second; the batch of 5 can pass in 500 ms");
        _time.Advance(TimeSpan.FromMilliseconds(499));
        limit.Invoking(l => l.InterceptAndAwaitOutcome(Events(5))).Should().Throw<RateLimitExceededException>();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Pass(limit, 5);

        _host.Count("BatchRejectedCount").Should().Be(2);
        _host.Count("EventDroppedCount").Should().Be(0);
    }

    [Test]
    public void A_batch_larger_than_the_burst_passes_when_it_is_its_turn_and_the_next_ones_wait_for_it()
    {
        var limit = Make("eventsPerSecond = 10", "burst = 20");
        Pass(limit, 50);

        _time.Advance(TimeSpan.FromSeconds(3));
        limit.Invoking(l => l.InterceptAndAwaitOutcome(Events(1))).Should().Throw<RateLimitExceededException>("30 of the 50 are still owed");
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Pass(limit, 1);
    }

    [Test]
    public void What_the_channels_refused_does_not_count()
    {
        var limit = Make("eventsPerSecond = 10");
        limit.InterceptAndAwaitOutcome(Events(10))!.Completed(isCommitted: false, TakenEvents.None);

        Pass(limit, 10);
    }

    [Test]
    public void Drop_keeps_the_first_events_and_counts_the_others()
    {
        var limit = Make("eventsPerSecond = 3", "onExceed = drop");
        var batch = Events(5);

        limit.Intercept(batch);

        batch.Events.ToArray().Select(item => item.Text()).Should().Equal("0", "1", "2");
        _host.Count("EventDroppedCount").Should().Be(2);
        _host.Count("EventInterceptedCount").Should().Be(5);
    }

    [Test]
    public void Tag_marks_the_events_beyond_the_limit()
    {
        var limit = Make("eventsPerSecond = 3", "onExceed = tag", "tagHeader = hot");
        var batch = Events(5);

        limit.Intercept(batch);

        batch.Events.ToArray().Select(item => item.Headers.Contains("hot")).Should().Equal(false, false, false, true, true);
        _host.Count("EventMarkedCount").Should().Be(2);
    }

    [Test]
    public void The_average_holds_over_a_long_time()
    {
        var limit = Make("eventsPerSecond = 100", "onExceed = drop");
        var passed = 0;
        for (var i = 0; i < 1000; i++)
        {
            var batch = Events(7);
            limit.Intercept(batch);
            passed += batch.Count;
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        passed.Should().BeInRange(1085, 1101, "10 seconds, and the burst of one");
    }

    private static EventBatch Events(int count) => Batch([.. Enumerable.Range(0, count).Select(i => WithHeaders($"{i}"))]);

    private static void Pass(RateLimitInterceptor limit, int count) => limit.InterceptAndAwaitOutcome(Events(count))!.Completed(isCommitted: true, TakenEvents.All);

    private RateLimitInterceptor Make(params string[] lines) => _host.Make<RateLimitInterceptor>("rate_limit", lines);
}
