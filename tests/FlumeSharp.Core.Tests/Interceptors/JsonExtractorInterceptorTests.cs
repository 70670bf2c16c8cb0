using FlumeSharp.TestKit;
using static FlumeSharp.Routing.Interceptors.ConfiguredInterceptors;

namespace FlumeSharp.Routing.Interceptors;

public sealed class JsonExtractorInterceptorTests
{
    private const string Body = """{"user":{"name":"Ann\u00e9","addresses":[{"city":"Ulm"},{"city":"Bonn"}]},"status":200,"ok":true,"none":null,"rate":1.50e3,"tags":["a", "b"]}""";

    [TestCase("status", "200")]
    [TestCase("ok", "true")]
    [TestCase("rate", "1.50e3")]
    [TestCase("user.name", "Ann\u00e9")]
    [TestCase("$.user.name", "Ann\u00e9")]
    [TestCase("user.addresses[1].city", "Bonn")]
    [TestCase("tags", "[\"a\", \"b\"]")]
    [TestCase("tags[0]", "a")]
    [TestCase("user.addresses[0]", "{\"city\":\"Ulm\"}")]
    [TestCase("none", null)]
    [TestCase("user.addresses[2].city", null)]
    [TestCase("status.code", null)]
    [TestCase("nowhere", null)]
    public void Finds(string path, string? expected)
    {
        var batch = Batch(WithHeaders(Body));

        new TestHost().Make<JsonExtractorInterceptor>("json_extractor", "fields = h", $"fields.h = {path}").Intercept(batch);

        batch[0].Headers.TryGetValue("h", out var value).Should().Be(expected is not null);
        value.Should().Be(expected);
    }

    [Test]
    public void A_byte_order_mark_before_the_body_does_not_matter()
    {
        var host = new TestHost();
        var batch = Batch(WithHeaders("\uFEFF" + Body));

        host.Make<JsonExtractorInterceptor>("json_extractor", "fields = status city tags", "fields.city = user.addresses[1].city").Intercept(batch);

        batch[0].Headers.ToString().Should().Be("{city=Bonn, status=200, tags=[\"a\", \"b\"]}");
        host.Count("EventFailedCount").Should().Be(0);
    }

    [Test]
    public void Several_fields_are_found_in_one_walk_also_below_and_beside_each_other()
    {
        var batch = Batch(WithHeaders(Body, ("status", "old")));

        new TestHost().Make<JsonExtractorInterceptor>("json_extractor", "fields = status who all again", "fields.who = user.name", "fields.all = user", "fields.again = status").Intercept(batch);

        batch[0].Headers.Select(h => h.Key).Should().Equal("status", "who", "all", "again");
        batch[0].Headers.TryGetText("all", out var all).Should().BeTrue();
        all.Should().StartWith("{\"name\":\"Ann\\u00e9\"").And.EndWith("}]}");
        batch[0].Headers.TryGetText("status", out var status);
        status.Should().Be("200");
    }

    [Test]
    public void Headers_that_are_there_can_be_kept()
    {
        var batch = Batch(WithHeaders(Body, ("status", null)));

        new TestHost().Make<JsonExtractorInterceptor>("json_extractor", "fields = status ok", "preserveExisting = true").Intercept(batch);

        batch[0].Headers.ToString().Should().Be("{status=null, ok=true}");
    }

    [TestCase("")]
    [TestCase("plain text")]
    [TestCase("{\"a\":1,\"b\"")]
    [TestCase("{\"a\":\"\\ud800\"}")]
    [TestCase("{\"a\":\"0123456789x\"}")]
    public void Bodies_that_cannot_be_read_pass_unchanged_and_are_counted(string body)
    {
        var host = new TestHost();
        var batch = Batch(WithHeaders(body), WithHeaders("{\"a\":\"b\"}"));

        host.Make<JsonExtractorInterceptor>("json_extractor", "fields = a", "maxValueLength = 10").Intercept(batch);

        batch[0].Headers.Should().BeEmpty();
        batch[1].Headers.ToString().Should().Be("{a=b}");
        host.Count("EventFailedCount").Should().Be(1);
        host.Count("EventMarkedCount").Should().Be(1);
    }

    [Test]
    public void A_body_nested_without_end_is_counted()
    {
        var host = new TestHost();
        var batch = Batch(WithHeaders("{\"a\":" + new string('[', 100_000)));

        host.Make<JsonExtractorInterceptor>("json_extractor", "fields = a").Intercept(batch);

        host.Count("EventFailedCount").Should().Be(1);
    }

    [TestCase("fields.h = a..b", "names with dots")]
    [TestCase("fields.h = a[x]", "brackets hold the number")]
    [TestCase("fields.h = a[1", "brackets hold the number")]
    [TestCase("fields.g = a", "'fields' does not list 'g'")]
    public void A_path_that_is_none_is_an_error(string line, string problem) =>
        Bind("json_extractor", "fields = h", line).Problems.Should().ContainSingle().Which.Message.Should().Contain(problem);
}
