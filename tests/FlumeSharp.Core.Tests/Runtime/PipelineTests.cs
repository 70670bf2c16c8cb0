using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Runtime;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PipelineTests
{
    private const string Agent = """
        a1.sources = r1
        a1.channels = c1
        a1.sinks = k1
        a1.sources.r1.type = probe
        a1.sources.r1.channels = c1
        a1.sources.r1.interceptors = i1
        a1.sources.r1.interceptors.i1.type = probe
        a1.channels.c1.type = probe
        a1.sinks.k1.type = probe
        a1.sinks.k1.channel = c1
        """;

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();
    private readonly Journal _journal = new();
    private readonly TestHost _host;

    public PipelineTests() => _host = new TestHost(_time).Add(_journal);

    [Test]
    public async Task Channels_start_before_sinks_and_sinks_before_sources_and_stop_the_other_way_round()
    {
        await using var pipeline = await StartAsync();

        await pipeline.StopAsync().WaitAsync(_deadline);

        _journal.Entries.Should().Equal("c1 starts", "k1 starts", "r1 starts", "r1 stops", "c1 drains", "k1 stops", "c1 stops");
    }

    [Test]
    public async Task Every_component_is_reported_with_its_state()
    {
        await using var pipeline = await StartAsync();

        pipeline.Components.Select(component => (component.Kind, component.Name, component.State)).Should().BeEquivalentTo([
            (ComponentKind.Channel, "c1", LifecycleState.Started), (ComponentKind.Sink, "k1", LifecycleState.Started), (ComponentKind.Source, "r1", LifecycleState.Started)]);
        pipeline.Find(ComponentKind.Sink, "k1").Should().BeOfType<ProbeSink>();
        pipeline.Find(ComponentKind.Sink, "k2").Should().BeNull();
    }

    [Test]
    public async Task A_component_that_cannot_start_is_tried_again_with_growing_pauses_while_the_rest_runs()
    {
        _journal.FailingStarts["r1"] = 2;
        await using var pipeline = await StartAsync();
        pipeline.Components.Single(component => component.Name == "r1").Failure.Should().Be("r1 cannot start");
        pipeline.Find(ComponentKind.Sink, "k1")!.State.Should().Be(LifecycleState.Started);

        await AdvanceUntilAsync(() => Count("r1 fails") == 2);
        await AdvanceUntilAsync(() => Count("r1 starts") == 1);

        pipeline.Components.Single(component => component.Name == "r1").Failure.Should().BeNull();
    }

    [Test]
    public async Task Sources_and_sinks_wait_for_their_channel()
    {
        _journal.FailingStarts["c1"] = 1;
        await using var pipeline = await StartAsync();
        _journal.Entries.Should().NotContain("r1 starts");

        await AdvanceUntilAsync(() => Count("r1 starts") == 1);

        _journal.Entries.Where(entry => entry.StartsWith("c1", StringComparison.Ordinal)).Should().Equal("c1 fails", "c1 starts");
    }

    [Test]
    public async Task A_stop_while_a_start_keeps_failing_ends()
    {
        _journal.FailingStarts["c1"] = int.MaxValue;
        var pipeline = await StartAsync();

        await pipeline.StopAsync().WaitAsync(_deadline);

        pipeline.Find(ComponentKind.Channel, "c1")!.State.Should().Be(LifecycleState.Stopped);
        _journal.Entries.Should().NotContain("r1 starts");
    }

    [Test]
    public async Task Events_are_delivered_and_a_stop_drains_the_channel()
    {
        var gate = new TaskCompletionSource();
        _journal.Gate = gate.Task;
        await using var pipeline = await StartAsync();
        Channel(pipeline).Events.Add(ChannelExtensions.Events("1", "2", "3"));

        var stop = pipeline.StopAsync();
        gate.SetResult();
        var report = await stop.WaitAsync(_deadline);

        _journal.Entries.Where(entry => entry.Contains("delivers", StringComparison.Ordinal)).Should().Equal("k1 delivers 1", "k1 delivers 2", "k1 delivers 3");
        report.Remaining.Should().BeEmpty();
    }

    [Test]
    public async Task Draining_ends_with_its_time_and_the_report_says_what_remained()
    {
        _journal.Gate = new TaskCompletionSource().Task;
        await using var pipeline = await StartAsync();
        var channel = Channel(pipeline);
        channel.Events.Add(ChannelExtensions.Events("1", "2"));
        channel.Statistics.TakeSuccess.Add(40);

        var stop = pipeline.StopAsync();
        await Eventually.IsTrue(() => Count("c1 drains") == 1, "the drain begins");
        await AdvanceUntilAsync(() => stop.IsCompleted);
        var report = await stop;

        report.Delivered.Should().Be(40);
        report.Remaining.Should().Equal(("c1", 2L, false));
        report.ToString().Should().Be("Stopped: 40 events delivered, remained: 2 in channel c1 (lost with the process).");
        _journal.Entries.Should().Contain("k1 stops").And.Contain("c1 stops");
    }

    [Test]
    public async Task The_report_says_what_a_channel_could_not_keep_when_it_stopped()
    {
        await using var pipeline = await StartAsync(new PipelineOptions { DrainTimeout = TimeSpan.Zero }, gate: new TaskCompletionSource().Task);
        var channel = Channel(pipeline);
        channel.Events.Add(ChannelExtensions.Events("1", "2", "3"));
        (channel.Keeps, channel.Loses) = (true, 2);

        var report = await pipeline.StopAsync().WaitAsync(_deadline);

        report.Remaining.Should().Equal(("c1", 1L, true), ("c1", 2L, false));
        report.ToString().Should().EndWith("remained: 1 in channel c1 (kept for the next start), 2 in channel c1 (lost with the process).");
    }

    [Test]
    public async Task A_failing_sink_does_not_keep_a_drain_longer_than_its_time()
    {
        _journal.DeliveryFailure = new EventDeliveryException("no route to host");
        await using var pipeline = await StartAsync();
        Channel(pipeline).Events.Add(ChannelExtensions.Events("1"));

        var stop = pipeline.StopAsync();
        await AdvanceUntilAsync(() => stop.IsCompleted);

        (await stop).Remaining.Should().Equal(("c1", 1L, false));
    }

    [Test]
    public async Task Without_a_drain_timeout_the_channel_keeps_its_events()
    {
        await using var pipeline = await StartAsync(new PipelineOptions { DrainTimeout = TimeSpan.Zero }, gate: new TaskCompletionSource().Task);
        Channel(pipeline).Events.Add(ChannelExtensions.Events("1"));

        var report = await pipeline.StopAsync().WaitAsync(_deadline);

        report.Remaining.Should().Equal(("c1", 1L, false));
    }

    [Test]
    public async Task A_hurried_stop_does_not_drain()
    {
        await using var pipeline = await StartAsync(gate: new TaskCompletionSource().Task);
        Channel(pipeline).Events.Add(ChannelExtensions.Events("1"));

        var report = await pipeline.StopAsync(new CancellationToken(canceled: true)).WaitAsync(_deadline);

        report.Remaining.Should().Equal(("c1", 1L, false));
        _journal.Entries.Should().Contain("c1 stops");
    }

    [Test]
    public async Task A_second_stop_is_the_first_one()
    {
        await using var pipeline = await StartAsync();

        var first = pipeline.StopAsync();
        var second = pipeline.StopAsync();

        second.Should().BeSameAs(first);
        await first.WaitAsync(_deadline);
        Count("r1 stops").Should().Be(1);
    }

    [Test]
    public async Task A_later_hurried_stop_hurries_the_first_one()
    {
        await using var pipeline = await StartAsync(gate: new TaskCompletionSource().Task);
        Channel(pipeline).Events.Add(ChannelExtensions.Events("1"));
        var first = pipeline.StopAsync();
        await Eventually.IsTrue(() => Count("c1 drains") == 1, "the drain begins");

        _ = pipeline.StopAsync(new CancellationToken(canceled: true));

        (await first.WaitAsync(_deadline)).Remaining.Should().Equal(("c1", 1L, false));
    }

    [Test]
    public async Task A_sink_that_ignores_its_cancellation_is_left_behind_and_the_rest_stops()
    {
        _journal.Hang = new TaskCompletionSource().Task;
        await using var pipeline = await StartAsync();
        await Eventually.IsTrue(() => Count("k1 is called") == 1, "the sink hangs in its call");

        var stop = pipeline.StopAsync();
        await AdvanceUntilAsync(() => stop.IsCompleted);

        _journal.Entries.Should().ContainInOrder("k1 stops", "c1 stops");
        _host.Logs.GetSnapshot().Should().Contain(record => record.Message.Contains("A call of k1 goes on", StringComparison.Ordinal));
    }

    [TestCase("r1")]
    [TestCase("k1")]
    [TestCase("c1")]
    public async Task A_component_that_hangs_in_its_stop_is_left_behind_and_the_rest_stops(string name)
    {
        _journal.HangingStops[name] = true;
        var pipeline = await StartAsync();

        var stop = pipeline.StopAsync();
        await AdvanceUntilAsync(() => stop.IsCompleted);
        await pipeline.DisposeAsync().AsTask().WaitAsync(_deadline);

        _journal.Entries.Should().ContainInOrder("r1 stops", "c1 drains", "k1 stops", "c1 stops");
        _host.Logs.GetSnapshot().Should().Contain(record => record.Message.Contains($"{name} does not end", StringComparison.Ordinal));
    }

    [TestCase("r1")]
    [TestCase("interceptor")]
    [TestCase("c1 drain")]
    [TestCase("k1")]
    [TestCase("c1")]
    public async Task What_fails_while_it_stops_does_not_keep_the_rest_from_stopping(string name)
    {
        _journal.FailingStops[name] = true;
        var pipeline = await StartAsync();

        await pipeline.StopAsync().WaitAsync(_deadline);
        await pipeline.DisposeAsync().AsTask().WaitAsync(_deadline);

        _journal.Entries.Should().ContainInOrder("r1 stops", "c1 drains", "k1 stops", "c1 stops");
        _host.Logs.GetSnapshot().Should().Contain(record => record.Message.Contains("did not stop cleanly", StringComparison.Ordinal));
    }

    private static ProbeChannel Channel(Pipeline pipeline) => (ProbeChannel)pipeline.Find(ComponentKind.Channel, "c1")!;

    private int Count(string entry) => _journal.Entries.Count(e => e == entry);

    private async Task<Pipeline> StartAsync(PipelineOptions? options = null, Task? gate = null)
    {
        _journal.Gate = gate ?? _journal.Gate;
        var registry = new ComponentRegistry(typeof(IComponent).Assembly, typeof(ProbeSource).Assembly);
        var plan = new Planner(registry, new AgentResources(1L << 30)).Plan(FlumeConfiguration.Parse(Agent), "a1");
        plan.Problems.Should().BeEmpty();
        var services = new PipelineServices(_host.Activator, _host.LoggerFactory, _time, _host.Metrics);
        return await new Reconciler(services, options ?? new PipelineOptions()).StartAsync(plan, CancellationToken.None).WaitAsync(_deadline);
    }

    private Task AdvanceUntilAsync(Func<bool> condition) => Eventually.IsTrue(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            return condition();
        },
        "it happens as the clock moves on");
}
