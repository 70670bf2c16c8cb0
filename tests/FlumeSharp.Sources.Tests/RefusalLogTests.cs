using FlumeSharp.Channels;
using FlumeSharp.Routing.Interceptors;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Sources;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RefusalLogTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestHost _host;
    private readonly RefusalLog _log;

    public RefusalLogTests()
    {
        _host = new TestHost(_time);
        _log = new RefusalLog(_host.Source(new ListChannel()), "HTTP source r1", "clients get 503");
    }

    [Test]
    public void A_channel_that_refuses_every_other_batch_is_a_line_a_minute_with_the_number_and_no_stack()
    {
        for (var i = 0; i < 1000; i++)
        {
            _log.Refused(new ChannelFullException("full"));
            _log.Took();
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        _log.Refused(new ChannelFullException("full"));

        Records.Select(static record => record.Message).Should().Equal(
            "HTTP source r1: a channel refused a batch (full); clients get 503 (0 earlier refusals not shown)",
            "HTTP source r1: a channel refused a batch (full); clients get 503 (999 earlier refusals not shown)");
        Records.Should().AllSatisfy(static record => record.Exception.Should().BeNull()).And.AllSatisfy(static record => record.Level.Should().Be(LogLevel.Warning));
    }

    [Test]
    public void A_rate_limit_is_not_taken_for_a_channel()
    {
        _log.Refused(new ChannelFullException("full"));
        _log.Refused(new RateLimitExceededException("more than 5 events per second"));

        Records[^1].Message.Should().Be("HTTP source r1: a rate limit refused a batch (more than 5 events per second); clients get 503 (0 earlier refusals not shown)");
        Records[^1].Exception.Should().BeNull();
    }

    [Test]
    public void A_channel_that_is_broken_shows_where()
    {
        var failure = new ChannelException("Unable to put", new IOException("disk"));

        _log.Refused(failure);

        Records.Should().ContainSingle().Which.Exception.Should().BeSameAs(failure);
    }

    [Test]
    public void The_end_is_told_once_when_all_batches_have_been_taken_for_a_minute()
    {
        _log.Refused(new ChannelFullException("full"));
        _log.Refused(new ChannelFullException("full"));
        _time.Advance(TimeSpan.FromSeconds(59));
        _log.Took();
        Records.Should().HaveCount(1);
        _time.Advance(TimeSpan.FromSeconds(1));

        _log.Took();
        _log.Took();

        Records.Should().HaveCount(2);
        Records[1].Message.Should().Be("HTTP source r1: no batch has been refused for a minute, after 2 that were");
    }

    private IReadOnlyList<FakeLogRecord> Records => _host.Logs.GetSnapshot();
}
