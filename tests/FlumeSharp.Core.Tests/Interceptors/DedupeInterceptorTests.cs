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
        return new ChannelProcessor(selector, next is null ? [dedupe] : [dedupe, next], _host.LoggerFactory.CreateLogger("processor"));
    }
}
