using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Routing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LoadBalancingSelectorTests
{
    private readonly TestHost _host = new TestHost().Add(new Random(3));
    private readonly ListChannel _c1 = new("c1");
    private readonly ListChannel _c2 = new("c2");
    private readonly ListChannel _c3 = new("c3");

    [Test]
    public async Task Each_event_goes_to_one_channel_in_turn_across_batches()
    {
        var processor = Processor("round_robin");

        await ProcessAsync(processor, "1", "2");
        await ProcessAsync(processor, "3", "4", "5");

        Bodies(_c1).Should().Be("1 4");
        Bodies(_c2).Should().Be("2 5");
        Bodies(_c3).Should().Be("3");
    }

    [Test]
    public async Task Chance_gives_every_channel_its_share()
    {
        await ProcessAsync(Processor("RANDOM"), [.. Enumerable.Range(0, 300).Select(static i => $"{i}")]);

        new[] { _c1, _c2, _c3 }.Select(static channel => channel.EventCount).Should().OnlyContain(static count => count > 70).And.Subject.Sum().Should().Be(300);
    }

    [Test]
    public async Task A_plug_in_brings_its_own_policy()
    {
        await ProcessAsync(Processor("by_length"), "a", "bb", "cc", "d");

        Bodies(_c2).Should().Be("a d");
        Bodies(_c3).Should().Be("bb cc");
    }

    [Test]
    public async Task There_is_no_failing_over()
    {
        _c2.CommitFailure = new ChannelFullException("full");

        await this.Awaiting(_ => ProcessAsync(Processor("round_robin"), "1", "2", "3")).Should().ThrowAsync<ChannelFullException>();

        Bodies(_c1).Should().Be("1");
        _c3.EventCount.Should().Be(0);
    }

    [Test]
    public void Turns_are_fair_when_many_requests_are_in_flight()
    {
        var selector = Selector("round_robin");
        var routed = new System.Collections.Concurrent.ConcurrentBag<string>();

        Parallel.For(0, 3000, _ => routed.Add(selector.Route(new Event(ReadOnlyMemory<byte>.Empty)).Required[0].Name));

        routed.GroupBy(static name => name).Should().HaveCount(3).And.OnlyContain(static shares => shares.Count() == 1000);
    }

    private static string Bodies(ListChannel channel) => string.Join(' ', channel.Snapshot().Select(static item => item.Text()));

    private static async Task ProcessAsync(ChannelProcessor processor, params string[] bodies)
    {
        var batch = new EventBatch();
        batch.AddRange(ChannelExtensions.Events(bodies));
        await processor.ProcessAsync(batch);
    }

    private ChannelProcessor Processor(string policy) => new(Selector(policy), [], _host.LoggerFactory.CreateLogger("x"));

    private LoadBalancingSelector Selector(string policy)
    {
        var descriptor = new ComponentRegistry(typeof(IComponent).Assembly, GetType().Assembly).Find(ComponentKind.ChannelPolicy, policy)!;
        return new LoadBalancingSelector(new LoadBalancingSelectorOptions { Policy = new(descriptor, null) }, new SelectorContext("r1", [_c1, _c2, _c3]), _host.Activator);
    }
}

[FlumeChannelPolicy("by_length", "org.example.ByLength")]
public sealed class ByLengthPolicy : IChannelPolicy
{
    public int Choose(Event item, int channels) => item.Body.Length % channels;
}
