using System.IO.Compression;
using System.Net;
using System.Text;
using FlumeSharp.Registry;
using FlumeSharp.Sources.Http;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Tests.Http;

public sealed class HttpSourceTests
{
    private const string OneEvent = """[{"headers":{"a":"1"},"body":"x"}]""";

    [TestCase("/", 200)]
    [TestCase("/healthz", 200)]
    [TestCase("/other", 500)]
    public async Task Health_checks_are_answered_without_touching_the_counters(string path, int status)
    {
        await using var source = await RunningHttpSource.StartAsync();

        using var answer = await source.Client.GetAsync(new Uri(path, UriKind.Relative));

        ((int)answer.StatusCode).Should().Be(status);
        source.Counters.EventReadFail.Count.Should().Be(status == 200 ? 0 : 1);
    }

    [Test]
    public async Task A_full_channel_is_503_with_the_time_to_try_again_and_recovers()
    {
        await using var source = await RunningHttpSource.StartAsync();
        var thousand = $"[{string.Join(',', Enumerable.Repeat("""{"body":"x"}""", 1000))}]";

        using var first = await source.PostAsync(thousand);
        using var refused = await source.PostAsync(OneEvent);
        await source.TakeBodiesAsync();
        using var again = await source.PostAsync(OneEvent);

        first.StatusCode.Should().Be(HttpStatusCode.OK);
        refused.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        again.StatusCode.Should().Be(HttpStatusCode.OK);
        source.Counters.ChannelWriteFail.Count.Should().Be(1);
        (await source.TakeBodiesAsync()).Should().Equal("x");
    }

    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("zstd")]
    public async Task Compressed_requests_are_understood(string encoding)
    {
        await using var source = await RunningHttpSource.StartAsync();

        using var answer = await source.PostAsync(Compress(OneEvent, encoding), encoding: encoding);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await source.TakeBodiesAsync()).Should().Equal("x");
    }

    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("zstd")]
    [TestCase("deflate")]
    public async Task A_body_that_is_not_compressed_as_it_says_is_taken_as_it_is(string encoding)
    {
        await using var source = await RunningHttpSource.StartAsync();

        using var answer = await source.PostAsync(OneEvent, encoding: encoding);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [TestCase("gzip")]
    [TestCase("zstd")]
    public async Task A_damaged_compressed_body_is_400(string encoding)
    {
        await using var source = await RunningHttpSource.StartAsync();
        var body = Compress(OneEvent, encoding);
        body.AsSpan(8).Fill(0xFF);

        using var answer = await source.PostAsync(body, encoding: encoding);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        source.Counters.EventReadFail.Count.Should().Be(1);
    }

    [Test]
    public async Task A_body_longer_than_the_limit_is_413_whether_plain_or_unpacked()
    {
        await using var source = await RunningHttpSource.StartAsync("maxRequestSize = 1000");
        var large = $$"""[{"body":"{{new string('a', 2000)}}"}]""";

        using var plain = await source.PostAsync(large);
        using var packed = await source.PostAsync(Compress(large, "gzip"), encoding: "gzip");

        plain.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        packed.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await source.TakeBodiesAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Bodies_in_base64_are_decoded_on_request()
    {
        await using var source = await RunningHttpSource.StartAsync("handler.bodyEncoding = base64");

        using var good = await source.PostAsync("""[{"body":"aGVsbG8="},{"body":""}]""");
        using var bad = await source.PostAsync("""[{"body":"aGVsbG8="},{"body":"not base64!"}]""");

        good.StatusCode.Should().Be(HttpStatusCode.OK);
        bad.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await bad.Content.ReadAsStringAsync()).Should().Contain("event 2");
        (await source.TakeBodiesAsync()).Should().Equal("hello", "");
    }

    [Test]
    public async Task Lines_of_json_are_events_with_the_ndjson_handler()
    {
        await using var source = await RunningHttpSource.StartAsync("handler = ndjson");

        using var good = await source.PostAsync("{\"body\":\"a\"}\n\n{\"headers\":{\"n\":1},\"body\":2}\r\n", "application/x-ndjson");
        using var bad = await source.PostAsync("{\"body\":\"a\"}\n{\"body\":", "application/x-ndjson");
        using var empty = await source.PostAsync("", "application/x-ndjson");

        good.StatusCode.Should().Be(HttpStatusCode.OK);
        bad.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await bad.Content.ReadAsStringAsync()).Should().Contain("Line 2");
        empty.StatusCode.Should().Be(HttpStatusCode.OK);
        (await source.TakeBodiesAsync()).Should().Equal("a", "2");
    }

    [Test]
    public async Task A_handler_of_a_plug_in_sees_the_whole_request()
    {
        await using var source = await RunningHttpSource.StartAsync("handler = shouting\nhandler.suffix = !");

        using var answer = await source.PostAsync("hello", "text/plain");
        using var refused = await source.PostAsync("", "text/plain");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await source.TakeBodiesAsync()).Should().Equal("POST / text/plain HELLO!");
    }

    [Test]
    public async Task A_large_request_in_many_pieces_is_one_transaction()
    {
        await using var source = await RunningHttpSource.StartAsync();
        var events = Enumerable.Range(0, 1000).Select(static i => $$"""{"headers":{"n":"{{i}}"},"body":"{{new string('b', 500)}}{{i}}"}""");

        using var answer = await source.PostAsync($"[{string.Join(',', events)}]");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await source.TakeBodiesAsync()).Should().Equal(Enumerable.Range(0, 1000).Select(static i => new string('b', 500) + i));
    }

    [Test]
    public async Task A_client_that_goes_away_within_its_request_is_counted_and_nothing_is_stored()
    {
        await using var source = await RunningHttpSource.StartAsync();

        using (var client = await RawClient.ConnectAsync(source.Source.Address!))
        {
            await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n[{\"body\":");
        }

        await Eventually.IsTrue(() => source.Counters.EventReadFail.Count == 1, "the lost request is counted");
        source.Channel.EventCount.Should().Be(0);
    }

    [Test]
    public async Task A_client_that_falls_silent_within_its_request_is_sent_away()
    {
        await using var source = await RunningHttpSource.StartAsync("ServerConnector.idleTimeout = 300");
        using var client = await RawClient.ConnectAsync(source.Source.Address!);

        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n[{\"body\":");
        var answer = await client.ReadAnswerAsync();

        answer!.Status.Should().Be(408);
        (await client.IsKeptAsync()).Should().BeFalse();
    }

    [Test]
    public async Task A_port_in_use_fails_the_start_and_a_later_start_succeeds()
    {
        await using var first = await RunningHttpSource.StartAsync();
        await using var second = await RunningHttpSource.StartAsync($"port = {first.Source.Address!.Port}");

        second.Source.Address.Should().BeNull();
        await first.StopAsync();

        await Eventually.IsTrue(() => second.Source.Address is not null, "the supervisor tries again");
    }

    [Test]
    public async Task Garbage_on_two_thousand_connections_leaves_the_source_working()
    {
        await using var source = await RunningHttpSource.StartAsync();
        var random = new Random(7);
        var clients = new List<RawClient>();
        for (var i = 0; i < 2000; i++)
        {
            var client = await RawClient.ConnectAsync(source.Source.Address!);
            clients.Add(client);
            var bytes = new byte[random.Next(0, 2000)];
            random.NextBytes(bytes);
            await client.SendAsync(i % 4 == 0 ? "POST / HTTP/1.1\r\nHost: x\r\nX-Long: "u8.ToArray() : bytes);
        }

        using var answer = await source.PostAsync(OneEvent);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await source.TakeBodiesAsync()).Should().Equal("x");
        clients.ForEach(static client => client.Dispose());
    }

    [Test]
    public void Keys_of_Jetty_are_understood_or_explained()
    {
        var plan = RunningHttpSource.Plan("""
            QueuedThreadPool.maxThreads = 10
            QueuedThreadPool.minThreads = 2
            HttpConfiguration.sendServerVersion = false
            ServerConnector.acceptQueueSize = 100
            SslContextFactory.trustStorePath = x
            HttpConfiguration.requestHeaderSise = 1
            """);

        plan.Sources.Should().ContainSingle();
        plan.Problems.Should().Contain(p => p.ToString().Contains("did you mean 'HttpConfiguration.requestHeaderSize'", StringComparison.Ordinal));
        plan.Problems.Count(static p => p.ToString().Contains("has no effect", StringComparison.Ordinal)).Should().Be(3);
    }

    private static byte[] Compress(string text, string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream pack = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal),
            "br" => new BrotliStream(packed, CompressionLevel.Optimal),
            _ => new ZstdSharp.CompressionStream(packed, leaveOpen: true),
        })
        {
            pack.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}

public sealed class ShoutingHandlerOptions
{
    [Options.FlumeOption("suffix")]
    public string Suffix { get; init; } = "";
}

[FlumeHandler("shouting")]
public sealed class ShoutingHandler(ShoutingHandlerOptions options) : IHttpEventHandler
{
    public void Handle(HttpEventRequest request, EventBatch events)
    {
        if (request.Body.IsEmpty)
        {
            throw new HttpBadRequestException("Say something.");
        }

        var text = $"{request.Method} {request.Target} {request.GetHeader("content-type")} {Encoding.UTF8.GetString(request.Body).ToUpperInvariant()}{options.Suffix}";
        events.Add(new Event(Encoding.UTF8.GetBytes(text)));
    }
}
