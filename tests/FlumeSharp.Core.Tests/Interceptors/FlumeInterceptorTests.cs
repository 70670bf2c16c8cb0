using System.Net;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.Routing.Interceptors.Extraction;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static FlumeSharp.Routing.Interceptors.ConfiguredInterceptors;

namespace FlumeSharp.Routing.Interceptors;

// What the golden cases do not hold: values of the moment, time limits, mistakes in the configuration.
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FlumeInterceptorTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    private readonly TestHost _host;

    public FlumeInterceptorTests() => _host = new TestHost(_time);

    [TestCase("timestamp", "org.apache.flume.interceptor.TimestampInterceptor$Builder")]
    [TestCase("host", "org.apache.flume.interceptor.HostInterceptor$Builder")]
    [TestCase("static", "org.apache.flume.interceptor.StaticInterceptor$Builder")]
    [TestCase("remove_header", "org.apache.flume.interceptor.RemoveHeaderInterceptor$Builder")]
    [TestCase("regex_filter", "org.apache.flume.interceptor.RegexFilteringInterceptor$Builder")]
    [TestCase("regex_extractor", "org.apache.flume.interceptor.RegexExtractorInterceptor$Builder")]
    [TestCase("search_replace", "org.apache.flume.interceptor.SearchAndReplaceInterceptor$Builder")]
    [TestCase("uuid", "org.apache.flume.sink.solr.morphline.UUIDInterceptor$Builder")]
    public void Is_found_by_alias_in_any_case_and_by_Java_class(string alias, string javaClass)
    {
        var found = ConfiguredInterceptors.Registry.Find(FlumeSharp.Components.ComponentKind.Interceptor, alias.ToUpperInvariant());

        found.Should().NotBeNull().And.BeSameAs(ConfiguredInterceptors.Registry.Find(FlumeSharp.Components.ComponentKind.Interceptor, javaClass));
    }

    [Test]
    public void Timestamp_writes_the_time_of_the_batch_and_shares_it()
    {
        var batch = Batch(WithHeaders("1"), WithHeaders("2", ("a", "b")), WithHeaders("3", ("timestamp", "5")));

        _host.Make<TimestampInterceptor>("timestamp").Intercept(batch);

        batch[0].Headers.ToString().Should().Be("{timestamp=1772600767000}");
        batch[1].Headers.ToString().Should().Be("{a=b, timestamp=1772600767000}");
        batch[2].Headers.Should().BeEquivalentTo(batch[0].Headers);
    }

    [Test]
    public void Timestamp_moves_with_the_clock()
    {
        var interceptor = _host.Make<TimestampInterceptor>("timestamp", "headerName = t");
        interceptor.Intercept(Batch(WithHeaders("1")));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var batch = Batch(WithHeaders("1"));

        interceptor.Intercept(batch);

        batch[0].Headers.ToString().Should().Be("{t=1772600767001}");
    }

    [Test]
    public void Host_writes_an_address_or_a_name()
    {
        var batch = Batch(WithHeaders("1"));

        _host.Make<HostInterceptor>("host").Intercept(batch);
        _host.Make<HostInterceptor>("host", "useIP = false", "hostHeader = name").Intercept(batch);

        batch[0].Headers.TryGetText("host", out var address).Should().BeTrue();
        IPAddress.TryParse(address, out _).Should().BeTrue();
        batch[0].Headers.TryGetText("name", out var name).Should().BeTrue();
        name.Should().NotBeEmpty();
    }

    [Test]
    public void Uuids_differ_from_event_to_event()
    {
        var batch = Batch([.. Enumerable.Range(0, 1000).Select(_ => WithHeaders("x"))]);

        _host.Make<UuidInterceptor>("uuid").Intercept(batch);

        batch.Events.ToArray().Select(item => item.Headers.ToString()).Should().OnlyHaveUniqueItems().And.OnlyContain(text => text.Length == "{id=}".Length + 36);
    }

    [TestCase("regex_filter", "regex = (")]
    [TestCase("regex_extractor", "regex = [a")]
    [TestCase("search_replace", "searchPattern = a**")]
    [TestCase("remove_header", "matching = \\y")]
    [TestCase("mask", "regex = (?P<a>b)")]
    public void A_pattern_that_cannot_be_used_is_an_error_of_its_key(string type, string line)
    {
        var key = line.Split(' ')[0];

        var problems = Bind(type, type == "regex_extractor" ? [line, "serializers = s", "serializers.s.name = n"] : [line]).Problems;

        problems.Should().ContainSingle().Which.Message.Should().Contain($"'{key}' is no pattern that can be used: ");
        problems[0].Key.Should().Be(key);
    }

    [TestCase("GBK", "\u4e2d", new byte[] { 0xD6, 0xD0 })]
    [TestCase("Cp1252", "\u20ac", new byte[] { 0x80 })]
    [TestCase("UTF-16", "a", new byte[] { 0xFE, 0xFF, 0, (byte)'a' })]
    [TestCase("UTF-16LE", "a", new byte[] { (byte)'a', 0 })]
    [TestCase("US-ASCII", "\u00e9", new byte[] { (byte)'?' })]
    [TestCase("latin1", "\uff21", new byte[] { (byte)'?' })]
    public void Search_replace_writes_in_the_character_set(string charset, string replacement, byte[] expected)
    {
        var batch = Batch(new Event(Formatting.JavaCharset.Find(charset)!.GetBytes("x")));

        _host.Make<SearchReplaceInterceptor>("search_replace", "searchPattern = x", $"replaceString = {replacement}", $"charset = {charset}").Intercept(batch);

        batch[0].Body.ToArray().Should().Equal(expected);
    }

    [TestCase("$", "Illegal group reference")]
    [TestCase("$x", "Illegal group reference")]
    [TestCase("a\\", "ends in a backslash")]
    [TestCase("$2", "No group 2")]
    [TestCase("${n", "No group with name {n")]
    public void A_replacement_that_is_wrong_fails_the_batch_once_it_is_needed(string replacement, string problem)
    {
        var interceptor = _host.Make<SearchReplaceInterceptor>("search_replace", "searchPattern = (x)", $"replaceString = {replacement}");
        interceptor.Intercept(Batch(WithHeaders("y")));

        interceptor.Invoking(i => i.Intercept(Batch(WithHeaders("x")))).Should().Throw<FlumeException>().Which.Message.Should().Contain(problem);
    }

    [Test]
    public void Search_replace_replaces_bytes_that_are_no_text()
    {
        var batch = Batch(new Event(new byte[] { (byte)'a', 0xFF }), WithHeaders("\uFFFD"));
        var untouched = batch[1];

        _host.Make<SearchReplaceInterceptor>("search_replace", "searchPattern = x").Intercept(batch);

        batch[0].Text().Should().Be("a\uFFFD");
        batch[1].Should().BeSameAs(untouched);
    }

    [TestCase("default")]
    [TestCase("DEFAULT")]
    [TestCase("org.apache.flume.interceptor.RegexExtractorInterceptorPassThroughSerializer")]
    public void The_pass_through_serializer_has_its_names(string type)
    {
        var batch = Batch(WithHeaders("k=v"));

        _host.Make<RegexExtractorInterceptor>("regex_extractor", "regex = k=(.)", "serializers = s", "serializers.s.name = k", $"serializers.s.type = {type}").Intercept(batch);

        batch[0].Headers.ToString().Should().Be("{k=v}");
    }

    [Test]
    public void A_serializer_of_a_plug_in_is_found_by_its_class()
    {
        ConfiguredInterceptors.Registry.AddAssembly(typeof(UpperCaseSerializer).Assembly, "test");
        var batch = Batch(WithHeaders("k=v"));

        _host.Make<RegexExtractorInterceptor>("regex_extractor", "regex = k=(.)", "serializers = s", "serializers.s.name = k", "serializers.s.type = com.acme.UpperCase", "serializers.s.suffix = !").Intercept(batch);

        batch[0].Headers.ToString().Should().Be("{k=V!}");
    }

    [Test]
    public void Mistakes_below_a_serializer_are_found()
    {
        Bind("regex_extractor", "regex = (a)").Problems.Should().ContainSingle().Which.Code.Should().Be(OptionProblems.Missing);
        Bind("regex_extractor", "regex = (a)", "serializers = s").Problems.Should().ContainSingle().Which.Message.Should().Contain("serializers.s").And.Contain("'name' is required");
        Bind("regex_extractor", "regex = (a)", "serializers = s", "serializers.s.name = n", "serializers.s.type = nope").Problems.Should().ContainSingle().Which.Code.Should().Be(OptionProblems.UnknownType);
        Bind("regex_extractor", "regex = (a)", "serializers = s", "serializers.s.name = n", "serializers.s.nmae = n").Problems.Should().ContainSingle().Which.Code.Should().Be(OptionProblems.UnknownKey);
        Bind("regex_extractor", "regex = (a)", "serializers = s", "serializers.t.name = n", "serializers.s.name = n").Problems.Should().ContainSingle().Which.Code.Should().Be(OptionProblems.UnknownKey);
    }

    [Test]
    public void A_time_that_cannot_be_read_fails_the_batch_or_is_skipped_and_counted()
    {
        string[] lines = ["regex = (.*)", "serializers = s", "serializers.s.name = t", "serializers.s.type = org.apache.flume.interceptor.RegexExtractorInterceptorMillisSerializer", "serializers.s.pattern = yyyy"];
        _host.Make<RegexExtractorInterceptor>("regex_extractor", lines).Invoking(i => i.Intercept(Batch(WithHeaders("x")))).Should().Throw<FormatException>();
        var batch = Batch(WithHeaders("x"), WithHeaders("1970"));

        _host.Make<RegexExtractorInterceptor>("regex_extractor", [.. lines, "onError = skip"]).Intercept(batch);

        batch[0].Headers.Should().BeEmpty();
        batch[1].Headers.ToString().Should().Be("{t=0}");
        _host.Count("EventFailedCount").Should().Be(1);
        _host.Logs.LatestRecord.Level.Should().Be(LogLevel.Warning);
    }

    [Test]
    public void Searches_that_take_too_long_lose_nothing_and_are_counted()
    {
        var evil = new string('a', 60) + "!";
        string[] keys = [@"regex = ^(a+)+\1$"];
        foreach (var exclude in new[] { "true", "false" })
        {
            var filtered = Batch(WithHeaders(evil));
            var host = new TestHost(_time);

            host.Make<RegexFilterInterceptor>("regex_filter", [.. keys, $"excludeEvents = {exclude}"]).Intercept(filtered);

            filtered.Count.Should().Be(1);
            host.Count("EventFailedCount").Should().Be(1);
        }

        var replaced = Batch(WithHeaders(evil));
        _host.Make<SearchReplaceInterceptor>("search_replace", @"searchPattern = ^(a+)+\1$").Intercept(replaced);
        replaced[0].Text().Should().Be(evil);
        _host.Count("EventFailedCount").Should().Be(1);
    }

    [Test]
    public void A_morphline_is_an_error_that_names_file_and_remedy()
    {
        var problem = Bind("org.apache.flume.sink.solr.morphline.MorphlineInterceptor$Builder", "morphlineFile = /etc/m.conf", "morphlineId = web", "morphlineVariable.a = b").Problems.Should().ContainSingle().Subject;

        problem.Severity.Should().Be(Configuration.ProblemSeverity.Error);
        problem.Message.Should().Contain("morphline 'web' of '/etc/m.conf'").And.Contain("json_extractor").And.Contain("docs/specs/morphlines.md");
    }

    [TestCase("regex_filter", "regex = zzz|body")]
    [TestCase("search_replace", "searchPattern = zzz")]
    [TestCase("regex_extractor", "regex = (zzz)", "serializers = s", "serializers.s.name = n")]
    [TestCase("remove_header", "withName = zzz", "matching = z+")]
    [TestCase("static", "key = a")]
    [TestCase("timestamp", "headerName = a", "preserveExisting = true")]
    [TestCase("mask", "regex = zzz", "headers = a")]
    [TestCase("json_extractor", "fields = zzz")]
    [TestCase("sample", "rate = 1")]
    public void Nothing_is_allocated_where_nothing_changes(string type, params string[] lines)
    {
        using var interceptor = _host.Make<IInterceptor>(type, lines);
        var batch = Batch([.. Enumerable.Range(0, 100).Select(_ => WithHeaders("{\"body\":1}", ("a", "b")))]);
        for (var i = 0; i < 50; i++)
        {
            interceptor.Intercept(batch);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        interceptor.Intercept(batch);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(100, "a batch may cost something, an event nothing");
        batch.Count.Should().Be(100);
    }
}
