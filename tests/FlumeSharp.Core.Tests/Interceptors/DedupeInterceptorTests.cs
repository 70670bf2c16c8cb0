using FlumeSharp.Channels;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static FlumeSharp.Routing.Interceptors.ConfiguredInterceptors;

namespace FlumeSharp.Routing.Interceptors;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DedupeInterceptorTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestHost _host;
    private readonly ListChannel _channel = new();

    public DedupeInterceptorTests() => _host = new TestHost(_time);

    [Test]
    public async Task Drops_what_was_committed_before()
    {
        var processor = Processor();

        await processor.ProcessAsync(Named("a", "b"));
        await processor.ProcessAsync(Named("b", "c"));

        Stored().Should().Equal("a", "b", "c");
        _host.Count("EventDroppedCount").Should().Be(1);
    }

    [Test]
    public async Task What_a_channel_refused_is_taken_when_it_comes_again()
    {
        var processor = Processor();
        _channel.CommitFailure = new ChannelFullException("full");
        await processor.Awaiting(p => p.ProcessAsync(Named("a")).AsTask()).Should().ThrowAsync<ChannelFullException>();
        _channel.CommitFailure = null;

        await processor.ProcessAsync(Named("a"));
        await processor.ProcessAsync(Named("a"));

        Stored().Should().Equal("a");
    }

    [Test]
    public async Task Duplicates_within_a_batch_are_dropped()
    {
        await Processor().ProcessAsync(Named("a", "a", "b", "a"));

        Stored().Should().Equal("a", "b");
    }

    [Test]
    public async Task Events_without_the_header_are_nobodys_duplicates()
    {
        var processor = Processor();

        await processor.ProcessAsync(Batch(WithHeaders("x"), WithHeaders("x"), WithHeaders("y", ("id", null)), WithHeaders("y", ("id", null))));

        _channel.EventCount.Should().Be(4);
    }

    [Test]
    public async Task A_name_is_remembered_though_a_later_interceptor_removes_it()
    {
        var processor = Processor(_host.Make<RemoveHeaderInterceptor>("remove_header", "withName = id"));

        await processor.ProcessAsync(Named("a"));
        await processor.ProcessAsync(Named("a"));

        _channel.EventCount.Should().Be(1);
    }

    [Test]
    public async Task What_a_later_interceptor_dropped_is_not_remembered()
    {
        var drop = new Interceptor(static batch => batch.RemoveWhere(static item => item.Text() is "a" or "c"));
        var processor = Processor(drop);
        await processor.ProcessAsync(Named("a", "b", "c", "d"));
        drop.Work = static _ => { };

        await processor.ProcessAsync(Named("a", "b", "c", "d"));

        Stored().Should().Equal("b", "d", "a", "c");
    }

    [Test]
    public async Task What_a_later_interceptor_changed_is_remembered()
    {
        var processor = Processor(new Interceptor(static batch =>
        {
            batch.RemoveWhere(static item => item.Text() == "a");
            batch.Replace(0, new Event("masked"u8.ToArray()));
        }));

        await processor.ProcessAsync(Named("a", "b"));
        await processor.ProcessAsync(Named("a", "b", "c"));

        Stored().Should().Equal("masked", "masked");
        _host.Count("EventDroppedCount").Should().Be(1, "b was known");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_the_selector_sends_nowhere_is_not_remembered(bool isAlone)
    {
        var selector = new ByBody { Nowhere = "a" };
        var processor = Processor(selector, _host.Make<DedupeInterceptor>("dedupe"));
        await processor.ProcessAsync(isAlone ? Named("a") : Named("x", "a", "b"));
        selector.Nowhere = "";

        await processor.ProcessAsync(Named("a", "b"));

        Stored().Should().Equal(isAlone ? ["a", "b"] : ["x", "b", "a"]);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_only_an_optional_channel_was_to_take_is_remembered_when_it_did(bool refuses)
    {
        var optional = new ListChannel("o1") { CommitFailure = refuses ? new ChannelFullException("full") : null };
        var processor = Processor(new ByBody { Optional = optional }, _host.Make<DedupeInterceptor>("dedupe"));
        await processor.ProcessAsync(Named("optional", "b"));
        optional.CommitFailure = null;

        await processor.ProcessAsync(Named("optional", "b"));

        optional.EventCount.Should().Be(1);
        Stored().Should().Equal("b");
    }

    [Test]
    public async Task The_oldest_names_are_forgotten_first()
    {
        var processor = Processor(null, "maxKeys = 2");

        await processor.ProcessAsync(Named("a", "b", "c"));
        await processor.ProcessAsync(Named("b", "c"));
        await processor.ProcessAsync(Named("a"));

        Stored().Should().Equal("a", "b", "c", "a");
    }

    [Test]
    public async Task Names_are_forgotten_after_the_window()
    {
        var processor = Processor(null, "window = 60");
        await processor.ProcessAsync(Named("a"));
        _time.Advance(TimeSpan.FromSeconds(59));
        await processor.ProcessAsync(Named("a"));
        _time.Advance(TimeSpan.FromSeconds(1));

        await processor.ProcessAsync(Named("a"));

        _channel.EventCount.Should().Be(2);
    }

    [Test]
    public async Task Long_names_are_told_apart()
    {
        var processor = Processor();
        var name = new string('x', 10_000);

        await processor.ProcessAsync(Named(name + "1", name + "2"));
        await processor.ProcessAsync(Named(name + "1", name + "2"));

        _channel.EventCount.Should().Be(2);
    }

    [Test]
    public async Task Many_batches_at_once_lose_nothing_and_are_remembered()
    {
        var processor = Processor(null, "maxKeys = 1000");
        var names = Enumerable.Range(0, 1000).Select(i => $"{i}").ToArray();
        var batches = names.Chunk(10).ToArray();

        await Parallel.ForEachAsync(batches, async (batch, _) => await processor.ProcessAsync(Named(batch), _));
        await Parallel.ForEachAsync(batches, async (batch, _) => await processor.ProcessAsync(Named(batch), _));

        Stored().Should().BeEquivalentTo(names);
    }

    private static EventBatch Named(params string[] names) => Batch([.. names.Select(name => WithHeaders(name, ("id", name)))]);

    private IEnumerable<string> Stored() => _channel.Snapshot().Select(item => item.Text());

    private ChannelProcessor Processor(IInterceptor? next = null, params string[] lines)
    {
        var selector = new ReplicatingSelector(new ReplicatingSelectorOptions(), new SelectorContext("r1", [_channel]));
        var dedupe = _host.Make<DedupeInterceptor>("dedupe", lines);
        return Processor(selector, next is null ? [dedupe] : [dedupe, next]);
    }

    private ChannelProcessor Processor(IChannelSelector selector, params IInterceptor[] interceptors)
    {
        if (selector is ByBody byBody)
        {
            byBody.Channel = _channel;
        }

        return new(selector, [.. interceptors], _host.LoggerFactory.CreateLogger("processor"));
    }

    private sealed class ByBody : IChannelSelector
    {
        public string Nowhere { get; set; } = "";

        public ListChannel? Channel { get; set; }

        public ListChannel? Optional { get; init; }

        public bool RoutesWholeBatch => false;

        public ChannelRoute Route(Event item) => item.Text() == Nowhere ? new([], [])
            : item.Text() == "optional" ? new([], [Optional!])
            : new([Channel!], []);
    }

    private sealed class Interceptor(Action<EventBatch> work) : IInterceptor
    {
        public Action<EventBatch> Work { get; set; } = work;

        public void Intercept(EventBatch batch) => Work(batch);

        public void Dispose()
        {
        }
    }
}
