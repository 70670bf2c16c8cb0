using System.Net;

namespace FlumeSharp.Sources.Tests.Http;

// What a client sees of interceptors that know what became of a batch.
public sealed class HttpInterceptorTests
{
    [Test]
    public async Task A_client_beyond_the_limit_is_answered_503_and_nothing_is_stored()
    {
        await using var source = await RunningHttpSource.StartAsync("""
            interceptors = limit
            interceptors.limit.type = rate_limit
            interceptors.limit.eventsPerSecond = 1
            """);
        var many = $"[{string.Join(',', Enumerable.Repeat("""{"body":"x"}""", 1000))}]";
        (await source.PostAsync(many)).StatusCode.Should().Be(HttpStatusCode.OK, "the first may be as large as it likes");

        var answer = await source.PostAsync("""[{"body":"one more"}]""");

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("Too many events. ").And.Contain("more than 1 events per second").And.NotContain("hannel might");
        (await source.TakeBodiesAsync()).Should().HaveCount(1000);
        source.Counters.ChannelWriteFail.Count.Should().Be(1);
    }

    [Test]
    public async Task A_request_that_was_refused_and_comes_again_is_no_duplicate_and_one_that_was_taken_is()
    {
        await using var source = await RunningHttpSource.StartAsync("""
            interceptors = once
            interceptors.once.type = dedupe
            """);
        const string Request = """[{"headers":{"id":"1"},"body":"named"}]""";
        await source.PostAsync($"[{string.Join(',', Enumerable.Repeat("""{"body":"x"}""", 1000))}]");
        var refused = await source.PostAsync(Request);
        refused.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable, "the channel is full");
        (await refused.Content.ReadAsStringAsync()).Should().Contain("Channel might be full. Space");
        await source.TakeBodiesAsync();

        (await source.PostAsync(Request)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await source.PostAsync(Request)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await source.TakeBodiesAsync()).Should().Equal("named");
    }
}
