using FlumeSharp.TestKit;
using static FlumeSharp.Routing.Interceptors.ConfiguredInterceptors;

namespace FlumeSharp.Routing.Interceptors;

public sealed class SampleInterceptorTests
{
    [TestCase("0", 0)]
    [TestCase("0.25", 2500)]
    [TestCase("1", 10_000)]
    public void Keeps_the_share_by_chance(string rate, int expected)
    {
        var host = new TestHost().Add(new Random(42));
        var batch = Batch([.. Enumerable.Range(0, 10_000).Select(i => WithHeaders($"{i}"))]);

        host.Make<SampleInterceptor>("sample", $"rate = {rate}").Intercept(batch);

        batch.Count.Should().BeCloseTo(expected, 200);
        host.Count("EventDroppedCount").Should().Be(10_000 - batch.Count);
    }

    [Test]
    public void A_header_decides_for_all_events_of_one_value()
    {
        var host = new TestHost();
        var batch = Batch([.. Enumerable.Range(0, 10_000).Select(i => WithHeaders($"{i}", ("user", $"u{i % 1000}")))]);

        host.Make<SampleInterceptor>("sample", "rate = 0.25", "header = user").Intercept(batch);

        var users = batch.Events.ToArray().GroupBy(item => item.Headers.ToString()).ToList();
        users.Should().OnlyContain(user => user.Count() == 10);
        users.Count.Should().BeCloseTo(250, 50);
    }

    [TestCase("1.5")]
    [TestCase("-0.1")]
    [TestCase("NaN")]
    public void A_rate_that_is_no_share_is_an_error(string rate) =>
        Bind("sample", $"rate = {rate}").Problems.Should().ContainSingle().Which.Message.Should().Contain("from 0 to 1");
}
