using FlumeSharp.Channels;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Routing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MultiplexingSelectorTests
{
    private readonly TestHost _host = new();
    private readonly ListChannel _c1 = new("c1");
    private readonly ListChannel _c2 = new("c2");
    private readonly ListChannel _c3 = new("c3");

    private readonly MultiplexingSelectorOptions _states = new()
    {
        Header = "state",
        Mappings = new Dictionary<string, string> { ["CZ"] = "c1", ["US.CA"] = "c2  c3" },
        Optional = new Dictionary<string, string> { ["CZ"] = "c1 c2", ["DE"] = "c3 c2" },
        Default = ["c3"],
    };

    [TestCase("CZ", "c1", "c2", Description = "a channel that is required is not optional")]
    [TestCase("US.CA", "c2 c3", "")]
    [TestCase("DE", "c3", "c2", Description = "optional channels hang on the value, whether it has a mapping or not")]
    [TestCase("FR", "c3", "")]
    [TestCase("cz", "c3", "", Description = "case counts")]
    [TestCase(" CZ", "c3", "", Description = "blanks count")]
    [TestCase("", "c3", "")]
    [TestCase("  ", "c3", "")]
    [TestCase(null, "c3", "", Description = "a null value is as good as none")]
    public void The_value_chooses_the_channels(string? value, string required, string optional)
    {
        var route = Make(_states).Route(Event("state", value));

        Names(route.Required).Should().Be(required);
        Names(route.Optional).Should().Be(optional);
    }

    [Test]
    public void A_missing_header_leads_to_the_default_and_to_no_optional_channel()
    {
        var route = Make(_states).Route(Event("other", "CZ"));

        Names(route.Required).Should().Be("c3");
        route.Optional.Should().BeEmpty();
    }

    [Test]
    public void The_header_has_a_name_of_its_own_by_default()
    {
        var selector = Make(new MultiplexingSelectorOptions { Mappings = new Dictionary<string, string> { ["x"] = "c2" } });

        Names(selector.Route(Event("flume.selector.header", "x")).Required).Should().Be("c2");
    }

    [Test]
    public void Without_a_default_an_event_may_go_nowhere_which_is_said_once()
    {
        var selector = Make(new MultiplexingSelectorOptions { Header = "h", Mappings = new Dictionary<string, string> { ["x"] = "c2" } });

        for (var i = 0; i < 3; i++)
        {
            var route = selector.Route(Event("h", "y"));
            route.Required.Should().BeEmpty();
            route.Optional.Should().BeEmpty();
        }

        _host.Logs.GetSnapshot().Should().ContainSingle().Which.Level.Should().Be(LogLevel.Warning);
    }

    [Test]
    public void The_same_value_has_the_same_route()
    {
        var selector = Make(_states);

        selector.Route(Event("state", "CZ")).Should().BeSameAs(selector.Route(Event("state", new string("CZ".AsSpan()))));
    }

    [Test]
    public async Task A_mixed_batch_is_split_and_each_channel_keeps_the_order_in_one_transaction()
    {
        var batch = new EventBatch();
        foreach (var (body, state) in new[] { ("1", "FR"), ("2", "FR"), ("3", "CZ"), ("4", "FR"), ("5", "US.CA"), ("6", "CZ") })
        {
            batch.Add(new Event(System.Text.Encoding.UTF8.GetBytes(body), EventHeaders.Of("state", state)));
        }

        await new ChannelProcessor(Make(_states), [], _host.LoggerFactory.CreateLogger("x")).ProcessAsync(batch);

        Bodies(_c1).Should().Be("3 6");
        Bodies(_c2).Should().Be("5 3 6", "it is required for 5 and optional for the others, which come later");
        Bodies(_c3).Should().Be("1 2 4 5");
        _c1.Commits.Should().Be(1);
        _c3.Commits.Should().Be(1);
    }

    [Test]
    public async Task A_batch_of_one_kind_goes_whole()
    {
        var batch = new EventBatch();
        batch.AddRange([Event("state", "CZ"), Event("state", "CZ")]);

        await new ChannelProcessor(Make(_states), [], _host.LoggerFactory.CreateLogger("x")).ProcessAsync(batch);

        (_c1.EventCount, _c2.EventCount, _c3.EventCount).Should().Be((2, 2, 0));
    }

    private static Event Event(string header, string? value) => new(ReadOnlyMemory<byte>.Empty, EventHeaders.Of(header, value));

    private static string Names(IEnumerable<IChannel> channels) => string.Join(' ', channels.Select(static channel => channel.Name));

    private static string Bodies(ListChannel channel) => string.Join(' ', channel.Snapshot().Select(static item => item.Text()));

    private MultiplexingSelector Make(MultiplexingSelectorOptions options) => new(options, new SelectorContext("r1", [_c1, _c2, _c3]), _host.LoggerFactory);
}
