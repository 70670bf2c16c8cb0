using FlumeSharp.TestKit;
using static FlumeSharp.Routing.Interceptors.ConfiguredInterceptors;

namespace FlumeSharp.Routing.Interceptors;

public sealed class MaskInterceptorTests
{
    [TestCase(@"\d{4,}", "card 12345678, pin 1234", "card ***, pin ***")]
    [TestCase(@"password=(\S+)", "user=a password=b x", "user=a password=*** x")]
    [TestCase(@"(?<name>a)|b", "ab", "******")]
    [TestCase(@"card=(\d+)|pin=(\d+)", "card=12 pin=34", "card=*** pin=***")]
    [TestCase(@"card=(\d+)|\d{4}", "card=12 3456", "card=*** ***")]
    [TestCase(@"user=(\w+) pin=((\d)\d(x?))", "user=joe pin=34!", "user=*** pin=***!")]
    [TestCase(@"(?=(ab))a(bc)", "abcd", "***d")]
    [TestCase(@"(?<=(a*))b", "aabab", "***b***b", TestName = "A group of a look-behind")]
    [TestCase("x", "nothing", "nothing")]
    public void Redacts_matches_or_the_groups_that_took_part(string pattern, string body, string expected)
    {
        var batch = Batch(WithHeaders(body));

        new TestHost().Make<MaskInterceptor>("mask", $"regex = {pattern}").Intercept(batch);

        batch[0].Text().Should().Be(expected);
    }

    [Test]
    public void Hashes_are_equal_for_equal_values_and_differ_with_the_key()
    {
        var (one, two) = (Batch(WithHeaders("id=7 id=8 id=7")), Batch(WithHeaders("id=7")));

        new TestHost().Make<MaskInterceptor>("mask", @"regex = id=(\d)", "mode = hash", "hashKey = k").Intercept(one);
        new TestHost().Make<MaskInterceptor>("mask", @"regex = id=(\d)", "mode = hash", "hashKey = other", "hashLength = 8").Intercept(two);

        var words = one[0].Text().Split(' ');
        words[0].Should().MatchRegex("^id=[0-9a-f]{16}$").And.Be(words[2]).And.NotBe(words[1]);
        two[0].Text().Should().MatchRegex("^id=[0-9a-f]{8}$");
        words[0].Should().NotStartWith(two[0].Text());
    }

    [TestCase("headers = a b", "{a=***, b=null, c=1}")]
    [TestCase("headers = *", "{a=***, b=null, c=***}")]
    public void Headers_are_masked_where_they_are_named(string line, string expected)
    {
        var host = new TestHost();
        var batch = Batch(WithHeaders("1", ("a", "1"), ("b", null), ("c", "1")));

        host.Make<MaskInterceptor>("mask", "regex = 1", "body = false", line).Intercept(batch);

        batch[0].Headers.ToString().Should().Be(expected);
        batch[0].Text().Should().Be("1");
        host.Count("EventMarkedCount").Should().Be(1);
    }

    [Test]
    public void What_cannot_be_searched_in_time_is_masked_as_a_whole()
    {
        var host = new TestHost();
        var batch = Batch(WithHeaders(new string('a', 60) + "!"));

        host.Make<MaskInterceptor>("mask", @"regex = ^(a+)+\1$").Intercept(batch);

        batch[0].Text().Should().Be("***");
        host.Count("EventFailedCount").Should().Be(1);
    }

    [Test]
    [NonParallelizable]
    public void Texts_that_all_take_too_long_do_not_stop_the_source()
    {
        var host = new TestHost();
        var batch = Batch([.. Enumerable.Range(0, 30).Select(static _ => WithHeaders(new string('a', 60) + "!"))]);
        var started = TimeProvider.System.GetTimestamp();

        host.Make<MaskInterceptor>("mask", @"regex = ^(a+)+\1$").Intercept(batch);

        TimeProvider.System.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(30), "each of them may take 2 s");
        batch.Events.ToArray().Should().OnlyContain(static item => item.Text() == "***");
        host.Count("EventFailedCount").Should().Be(30);
    }

    [TestCase("'mode = hash' needs a 'hashKey'", "mode = hash")]
    [TestCase("nothing to mask", "body = false")]
    public void Keys_that_do_not_go_together_are_errors(string problem, string line) =>
        Bind("mask", "regex = x", line).Problems.Should().ContainSingle().Which.Message.Should().Contain(problem);

    [Test]
    public void The_key_of_the_hash_is_a_secret() => ConfiguredInterceptors.Registry.Find(FlumeSharp.Components.ComponentKind.Interceptor, "mask")!.Options!.Options
        .Single(option => option.Attribute.Key == "hashKey").IsSecret.Should().BeTrue();
}
