using FlumeSharp.Sinks.Processors;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Sinks;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FailureBackoffTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _active = [];

    [Test]
    public void It_doubles_from_two_seconds_to_thirty_and_stays()
    {
        var backoff = Make();

        foreach (var length in new[] { 2000, 4000, 8000, 16000, 30000, 30000, 30000 })
        {
            FailsAndIsAwayFor(backoff, length);
        }
    }

    [Test]
    public void The_longest_can_be_set_and_zero_means_the_default()
    {
        var backoff = Make(maxTimeOut: 5000);
        foreach (var length in new[] { 2000, 4000, 5000, 5000 })
        {
            FailsAndIsAwayFor(backoff, length);
        }

        var unset = Make(maxTimeOut: 0);
        for (var i = 0; i < 4; i++)
        {
            FailsAndIsAwayFor(unset, 2000 << i);
        }

        FailsAndIsAwayFor(unset, 30_000);
    }

    [Test]
    public void Without_a_limit_it_ends_at_the_sixteenth_failure()
    {
        var backoff = Make(maxTimeOut: long.MaxValue);
        for (var failure = 1; failure < 16; failure++)
        {
            FailsAndIsAwayFor(backoff, 1000L << failure);
        }

        FailsAndIsAwayFor(backoff, 1000L << 16);
        FailsAndIsAwayFor(backoff, 1000L << 16);
    }

    [Test]
    public void An_hour_and_the_last_backoff_without_a_failure_begin_anew_and_a_millisecond_less_does_not()
    {
        var backoff = Make();
        FailsAndIsAwayFor(backoff, 2000);
        FailsAndIsAwayFor(backoff, 4000);
        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(2));

        FailsAndIsAwayFor(backoff, 8000);
        _time.Advance(TimeSpan.FromHours(1));

        FailsAndIsAwayFor(backoff, 2000);
    }

    [Test]
    public void Only_the_one_that_failed_is_left_alone()
    {
        var backoff = Make();

        backoff.InformFailure("b");

        Active(backoff).Should().Equal("a", "c");
    }

    [Test]
    public void Switched_off_it_leaves_nobody_alone()
    {
        var backoff = new FailureBackoff<string>(["a", "b"], backsOff: false, 0, _time);

        backoff.InformFailure("a");

        Active(backoff).Should().Equal("a", "b");
    }

    private FailureBackoff<string> Make(long maxTimeOut = 30_000) => new(["a", "b", "c"], backsOff: true, maxTimeOut, _time);

    private void FailsAndIsAwayFor(FailureBackoff<string> backoff, long milliseconds)
    {
        backoff.InformFailure("a");
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        Active(backoff).Should().NotContain("a", "{0} ms are not over before the next millisecond", milliseconds);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Active(backoff).Should().Contain("a");
    }

    private List<string> Active(FailureBackoff<string> backoff)
    {
        backoff.CopyActive(_active);
        return _active;
    }
}
