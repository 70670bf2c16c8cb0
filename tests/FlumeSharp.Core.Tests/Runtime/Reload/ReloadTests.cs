using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.TestKit;

namespace FlumeSharp.Runtime.Reload;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReloadTests
{
    private const string Agent = """
        a1.sources = r1
        a1.channels = c1 c2
        a1.sinks = k1 k2
        a1.sources.r1.type = probe
        a1.sources.r1.channels = c1 c2
        a1.channels.c1.type = probe
        a1.channels.c2.type = probe
        a1.sinks.k1.type = probe
        a1.sinks.k1.channel = c1
        a1.sinks.k2.type = probe
        a1.sinks.k2.channel = c2

        """;

    private static readonly PipelineOptions _options = new()
    {
        StopTimeout = TimeSpan.FromMilliseconds(500),
        DrainTimeout = TimeSpan.FromMilliseconds(500),
        StartTimeout = TimeSpan.FromSeconds(10),
    };

    private readonly Journal _journal = new();
    private readonly TestHost _host;
    private readonly Reconciler _reconciler;

    public ReloadTests()
    {
        _host = new TestHost().Add(_journal);
        _reconciler = WithStartTimeout(_options.StartTimeout);
    }

    [Test]
    public async Task An_unchanged_plan_touches_nothing()
    {
        await using var pipeline = await StartAsync();

        var outcome = await ReloadAsync(pipeline, "\n# a comment\n" + Agent);

        outcome.IsApplied.Should().BeTrue();
        NewEntries(pipeline).Should().BeEmpty();
    }

    [Test]
    public async Task A_changed_sink_is_replaced_alone()
    {
        await using var pipeline = await StartAsync();

        (await ReloadAsync(pipeline, Agent + "a1.sinks.k1.batch = 5")).Failure.Should().BeNull();

        NewEntries(pipeline).Should().Equal("k1 stops", "k1 starts");
        Channel(pipeline, "c1").Events.Add(ChannelExtensions.Events("1"));
        await Eventually.IsTrue(() => _journal.Entries.Contains("k1 delivers 1"), "the new sink delivers");
    }

    [Test]
    public async Task Interceptors_and_selector_are_exchanged_behind_a_running_source()
    {
        await using var pipeline = await StartAsync();
        var source = pipeline.Find(ComponentKind.Source, "r1");

        (await ReloadAsync(pipeline, Agent + "a1.sources.r1.interceptors = i1\na1.sources.r1.interceptors.i1.type = probe\na1.sources.r1.selector.type = load_balancing")).Failure.Should().BeNull();

        NewEntries(pipeline).Should().BeEmpty();
        pipeline.Find(ComponentKind.Source, "r1").Should().BeSameAs(source);
        await PutAsync(source, "1", "2");
        await Eventually.IsTrue(() => Delivered("1") == 1 && Delivered("2") == 1, "each event goes to one channel now");
    }

    [Test]
    public async Task An_interceptor_outlives_changes_that_do_not_concern_it_also_refused_ones()
    {
        const string With = Agent + "a1.sources.r1.interceptors = i1\na1.sources.r1.interceptors.i1.type = journal\n";
        await using var pipeline = await StartAsync();
        await ReloadAsync(pipeline, With);

        await ReloadAsync(pipeline, With + "a1.sources.r1.selector.type = load_balancing");
        await ReloadAsync(pipeline, With + "a1.channels.c1.note = x");
        await ReloadAsync(pipeline, With + "a1.sources.r1.note = x");
        _journal.FailingStarts["k1"] = 1;
        (await ReloadAsync(pipeline, With + "a1.channels.c1.note = y\na1.sinks.k1.batch = 3")).IsApplied.Should().BeFalse();
        Interceptors().Should().Equal("interceptor begins");

        await ReloadAsync(pipeline, With + "a1.sources.r1.interceptors.i1.note = x");
        Interceptors().Should().Equal("interceptor begins", "interceptor begins", "interceptor ends");
        await pipeline.StopAsync();
        Interceptors().Should().HaveCount(4);

        IEnumerable<string> Interceptors() => _journal.Entries.Where(static entry => entry.StartsWith("interceptor", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_changed_source_is_replaced_and_the_channels_stay()
    {
        await using var pipeline = await StartAsync();
        var channel = pipeline.Find(ComponentKind.Channel, "c1");

        (await ReloadAsync(pipeline, Agent + "a1.sources.r1.note = x")).Failure.Should().BeNull();

        NewEntries(pipeline).Should().Equal("r1 stops", "r1 starts");
        pipeline.Find(ComponentKind.Channel, "c1").Should().BeSameAs(channel);
    }

    [Test]
    public async Task The_events_of_a_changed_channel_move_to_its_successor_in_their_order()
    {
        _journal.DeliveryFailure = new EventDeliveryException("no route to host");
        await using var pipeline = await StartAsync();
        var old = Channel(pipeline, "c1");
        old.Events.Add(ChannelExtensions.Events(Enumerable.Range(0, 2500).Select(static i => $"{i}")));

        var outcome = await ReloadAsync(pipeline, Agent + "a1.channels.c1.note = x");

        outcome.Failure.Should().BeNull();
        outcome.LeftBehind.Should().BeEmpty();
        var now = Channel(pipeline, "c1");
        now.Should().NotBeSameAs(old);
        now.Events.Snapshot().Select(static item => item.Text()).Should().Equal(Enumerable.Range(0, 2500).Select(static i => $"{i}"));
        NewEntries(pipeline).Should().NotContain("r1 stops").And.ContainInOrder("k1 stops", "k1 starts", "c1 stops").And.NotContain("k2 stops");
        await PutAsync(pipeline.Find(ComponentKind.Source, "r1"), "last");
        now.EventCount.Should().Be(2501, "the source puts into the new channel");
    }

    [Test]
    public async Task A_channel_that_disappears_is_emptied_first()
    {
        var gate = new TaskCompletionSource();
        _journal.Gate = gate.Task;
        await using var pipeline = await StartAsync();
        Channel(pipeline, "c2").Events.Add(ChannelExtensions.Events("1", "2", "3"));

        var reload = ReloadAsync(pipeline, WithoutC2());
        gate.SetResult();

        (await reload).LeftBehind.Should().BeEmpty();
        _journal.Entries.Should().ContainInOrder("k2 delivers 1", "k2 delivers 2", "k2 delivers 3", "k2 stops", "c2 stops");
        pipeline.Find(ComponentKind.Channel, "c2").Should().BeNull();
        _host.Metrics.Groups.Select(static group => group.Component).Should().NotContain("c2").And.NotContain("k2").And.Contain("c1");
    }

    [Test]
    public async Task What_its_sinks_cannot_deliver_in_time_is_reported_by_count()
    {
        _journal.DeliveryFailure = new EventDeliveryException("no route to host");
        await using var pipeline = await StartAsync();
        Channel(pipeline, "c2").Events.Add(ChannelExtensions.Events("1", "2"));

        (await ReloadAsync(pipeline, WithoutC2())).LeftBehind.Should().Equal(("c2", 2L, false));
    }

    [Test]
    public async Task A_source_that_does_not_start_leaves_everything_as_it_was()
    {
        await using var pipeline = await StartAsync();
        var counters = _host.Metrics.Groups.ToList();
        _journal.FailingStarts["r2"] = 1;

        var outcome = await ReloadAsync(pipeline, Agent.Replace("sources = r1", "sources = r1 r2", StringComparison.Ordinal) + "a1.sources.r2.type = probe\na1.sources.r2.channels = c1\na1.sinks.k1.batch = 9");

        outcome.Failure.Should().Be("Source 'r2' (probe) does not start: r2 cannot start");
        pipeline.Components.Select(static component => component.Name).Should().BeEquivalentTo("c1", "c2", "k1", "k2", "r1");
        pipeline.Components.Should().OnlyContain(static component => component.State == LifecycleState.Started);
        NewEntries(pipeline).Should().Equal("k1 stops", "k1 starts", "r2 fails", "k1 stops", "k1 starts");
        _host.Metrics.Groups.Where(static group => group.Component != "k1").Should().Equal(counters.Where(static group => group.Component != "k1"));
        Channel(pipeline, "c1").Events.Add(ChannelExtensions.Events("1"));
        await Eventually.IsTrue(() => Delivered("1") == 1, "the restored sink delivers");
    }

    [Test]
    public async Task A_changed_source_that_does_not_start_gives_way_to_the_old_one()
    {
        await using var pipeline = await StartAsync();
        _journal.FailingStarts["r1"] = 1;

        (await ReloadAsync(pipeline, Agent + "a1.sources.r1.note = x")).IsApplied.Should().BeFalse();

        NewEntries(pipeline).Should().Equal("r1 stops", "r1 fails", "r1 starts");
        pipeline.Find(ComponentKind.Source, "r1")!.State.Should().Be(LifecycleState.Started);
    }

    [Test]
    public async Task A_new_channel_that_does_not_start_disturbs_nothing()
    {
        await using var pipeline = await StartAsync();
        _journal.FailingStarts["c3"] = 1;

        (await ReloadAsync(pipeline, Agent.Replace("c1 c2", "c1 c2 c3", StringComparison.Ordinal) + "a1.channels.c3.type = probe")).IsApplied.Should().BeFalse();

        NewEntries(pipeline).Should().Equal("c3 fails");
    }

    [Test]
    public async Task A_changed_channel_that_does_not_start_gives_way_to_the_old_one_and_the_source_goes_on()
    {
        _journal.DeliveryFailure = new EventDeliveryException("no route to host");
        await using var pipeline = await StartAsync();
        Channel(pipeline, "c1").Events.Add(ChannelExtensions.Events("before"));
        _journal.FailingStarts["c1"] = 1;

        (await ReloadAsync(pipeline, Agent + "a1.channels.c1.note = x")).IsApplied.Should().BeFalse();

        NewEntries(pipeline).Should().Equal("c1 fails");
        await PutAsync(pipeline.Find(ComponentKind.Source, "r1"), "after").WaitAsync(TimeSpan.FromSeconds(10));
        Channel(pipeline, "c1").Events.Snapshot().Select(static item => item.Text()).Should().Equal("before", "after");
        pipeline.Components.Should().OnlyContain(static component => component.State == LifecycleState.Started);
    }

    [Test]
    public async Task Events_that_moved_come_back_when_a_later_step_fails()
    {
        _journal.DeliveryFailure = new EventDeliveryException("no route to host");
        await using var pipeline = await StartAsync();
        Channel(pipeline, "c1").Events.Add(ChannelExtensions.Events("1", "2", "3"));
        _journal.FailingStarts["r1"] = 1;

        (await ReloadAsync(pipeline, Agent + "a1.channels.c1.note = x\na1.sources.r1.note = x")).IsApplied.Should().BeFalse();

        Channel(pipeline, "c1").Events.Snapshot().Select(static item => item.Text()).Should().Equal("1", "2", "3");
        pipeline.Components.Should().OnlyContain(static component => component.State == LifecycleState.Started);
    }

    [TestCase("k3", false)]
    [TestCase("r2", false)]
    [TestCase("r2", true)]
    public async Task What_a_source_has_put_into_a_new_channel_comes_back_when_a_later_step_fails(string failing, bool isDelivering)
    {
        _journal.DeliveryFailure = isDelivering ? null : new EventDeliveryException("no route to host");
        await using var pipeline = await StartAsync();
        _journal.HangingStarts[failing] = true;
        var changed = Agent.Replace("sources = r1", "sources = r1 r2", StringComparison.Ordinal).Replace("= c1 c2\na1.sinks = k1 k2", "= c1 c2 c3\na1.sinks = k1 k2 k3", StringComparison.Ordinal)
            .Replace("r1.channels = c1 c2", "r1.channels = c3", StringComparison.Ordinal)
            + "a1.channels.c3.type = probe\na1.sinks.k3.type = probe\na1.sinks.k3.channel = c3\na1.sources.r2.type = probe\na1.sources.r2.channels = c3\n";

        var reload = WithStartTimeout(TimeSpan.FromSeconds(1)).ApplyAsync(pipeline, Plan(changed)).WaitAsync(TimeSpan.FromSeconds(30));
        await Eventually.IsTrue(() => NewEntries(pipeline).Contains($"{failing} hangs"), "everything else is as planned");
        await PutAsync(pipeline.Find(ComponentKind.Source, "r1"), "1", "2", "3");
        _journal.HangingStarts.Clear();
        var outcome = await reload;

        outcome.Failure.Should().Contain($"'{failing}' (probe) does not start");
        outcome.LeftBehind.Should().BeEmpty();
        if (isDelivering)
        {
            _journal.Entries.Should().Contain(["k3 delivers 1", "k3 delivers 2", "k3 delivers 3"], "its own sink ran");
            return;
        }

        Channel(pipeline, "c1").Events.Snapshot().Select(static item => item.Text()).Should().Equal("1", "2", "3");
        Channel(pipeline, "c2").Events.Snapshot().Select(static item => item.Text()).Should().Equal("1", "2", "3");
    }

    [Test]
    public async Task A_sink_that_moves_into_a_group_goes_on()
    {
        await using var pipeline = await StartAsync();

        (await ReloadAsync(pipeline, Agent + "a1.sinkgroups = g1\na1.sinkgroups.g1.sinks = k1 k2\na1.sinkgroups.g1.processor.type = load_balance")).Failure.Should().BeNull();

        NewEntries(pipeline).Should().BeEmpty();
        Channel(pipeline, "c1").Events.Add(ChannelExtensions.Events("1"));
        Channel(pipeline, "c2").Events.Add(ChannelExtensions.Events("2"));
        await Eventually.IsTrue(() => Delivered("1") == 1 && Delivered("2") == 1, "the group's loop runs both");
    }

    [Test]
    public async Task What_waits_for_a_channel_that_cannot_start_runs_when_the_channel_is_mended()
    {
        _journal.FailingStarts["c1"] = 1;
        await using var pipeline = await StartAsync();
        pipeline.Find(ComponentKind.Source, "r1")!.State.Should().Be(LifecycleState.Idle);

        (await ReloadAsync(pipeline, Agent + "a1.channels.c1.note = mended")).Failure.Should().BeNull();

        pipeline.Components.Should().OnlyContain(static component => component.State == LifecycleState.Started);
    }

    [Test]
    public async Task Everything_restarts_on_request_but_for_channels()
    {
        await using var pipeline = await StartAsync();
        Channel(pipeline, "c1");

        (await _reconciler.ApplyAsync(pipeline, Plan(Agent), restartsAll: true)).Failure.Should().BeNull();

        NewEntries(pipeline).Should().BeEquivalentTo("k1 stops", "k2 stops", "k1 starts", "k2 starts", "r1 stops", "r1 starts");
    }

    [Test]
    public async Task A_stop_waits_for_the_reload_and_later_reloads_are_refused()
    {
        await using var pipeline = await StartAsync();
        _journal.DeliveryFailure = new EventDeliveryException("no route to host");
        Channel(pipeline, "c2").Events.Add(ChannelExtensions.Events("1"));

        var reload = ReloadAsync(pipeline, WithoutC2());
        var stop = pipeline.StopAsync();

        (await reload).IsApplied.Should().BeTrue();
        await stop.WaitAsync(TimeSpan.FromSeconds(20));
        (await ReloadAsync(pipeline, Agent)).IsApplied.Should().BeFalse();
    }

    [Test]
    public async Task A_stop_does_not_wait_for_a_start_that_hangs_on_the_way_back()
    {
        await using var pipeline = await StartAsync();
        _journal.FailingStarts["r1"] = 1;
        _journal.HangingStarts["r1"] = true;

        var reload = ReloadAsync(pipeline, Agent + "a1.sources.r1.note = x");
        await Eventually.IsTrue(() => _journal.Entries.Contains("r1 hangs"), "the way back is at work");
        await pipeline.StopAsync().WaitAsync(TimeSpan.FromSeconds(8));

        (await reload).IsApplied.Should().BeFalse();
    }

    [Test]
    public async Task A_start_that_hangs_on_the_way_back_holds_up_neither_the_rest_nor_later_reloads()
    {
        var quick = WithStartTimeout(TimeSpan.FromMilliseconds(300));
        await using var pipeline = await StartAsync();
        _journal.FailingStarts["r1"] = 1;
        _journal.HangingStarts["r1"] = true;

        (await quick.ApplyAsync(pipeline, Plan(Agent + "a1.sources.r1.note = x")).WaitAsync(TimeSpan.FromSeconds(8))).IsApplied.Should().BeFalse();

        _journal.HangingStarts.Clear();
        (await ReloadAsync(pipeline, Agent + "a1.sources.r1.note = y")).Failure.Should().BeNull();
        pipeline.Components.Should().OnlyContain(static component => component.State == LifecycleState.Started);
    }

    [Test]
    public async Task All_changed_sources_end_before_the_first_one_begins_so_that_ports_can_change_hands()
    {
        var two = Agent.Replace("sources = r1", "sources = r1 r2", StringComparison.Ordinal) + "a1.sources.r2.type = probe\na1.sources.r2.channels = c1\n";
        await using var pipeline = await StartAsync();
        await ReloadAsync(pipeline, two);

        (await ReloadAsync(pipeline, two + "a1.sources.r1.note = x\na1.sources.r2.note = x")).Failure.Should().BeNull();

        NewEntries(pipeline).Skip(1).Take(2).Should().BeEquivalentTo("r1 stops", "r2 stops");
        NewEntries(pipeline).Skip(3).Should().BeEquivalentTo("r1 starts", "r2 starts");
    }

    [Test]
    public async Task Changed_sinks_start_together_and_one_that_hangs_takes_no_more_than_its_time()
    {
        await using var pipeline = await StartAsync();
        _journal.HangingStarts["k1"] = true;

        var reload = WithStartTimeout(TimeSpan.FromSeconds(1)).ApplyAsync(pipeline, Plan(Agent + "a1.sinks.k1.batch = 2\na1.sinks.k2.batch = 2")).WaitAsync(TimeSpan.FromSeconds(30));

        await Eventually.IsTrue(() => NewEntries(pipeline).Contains("k1 hangs") && NewEntries(pipeline).Contains("k2 starts"), "the other one does not wait");
        _journal.HangingStarts.Clear();
        (await reload).Failure.Should().StartWith("Sink 'k1' (probe) does not start");
        pipeline.Components.Should().OnlyContain(static component => component.State == LifecycleState.Started);
    }

    [Test]
    public async Task A_group_may_bear_the_name_of_a_sink_outside_it()
    {
        var named = Agent.Replace("sinks = k1 k2", "sinks = k1 k2 k3", StringComparison.Ordinal)
            + "a1.sinks.k3.type = probe\na1.sinks.k3.channel = c2\na1.sinkgroups = k1\na1.sinkgroups.k1.sinks = k2 k3\na1.sinkgroups.k1.processor.type = load_balance\n";
        await using var pipeline = await StartAsync();

        (await ReloadAsync(pipeline, named)).Failure.Should().BeNull();
        (await ReloadAsync(pipeline, named + "a1.sinks.k1.batch = 2")).Failure.Should().BeNull();

        pipeline.Components.Select(static component => component.Name).Should().BeEquivalentTo("c1", "c2", "k1", "k2", "k3", "r1");
        Channel(pipeline, "c1").Events.Add(ChannelExtensions.Events("1"));
        Channel(pipeline, "c2").Events.Add(ChannelExtensions.Events("2"));
        await Eventually.IsTrue(() => Delivered("1") == 1 && Delivered("2") == 1, "both loops run");
    }

    [Test]
    public async Task What_was_delivered_is_counted_over_reloads()
    {
        await using var pipeline = await StartAsync();
        Channel(pipeline, "c1").Statistics.TakeSuccess.Add(40);

        await ReloadAsync(pipeline, Agent + "a1.channels.c1.note = x");
        Channel(pipeline, "c1").Statistics.TakeSuccess.Add(2);

        (await pipeline.StopAsync()).Delivered.Should().Be(42);
    }

    // What a client of the source does.
    private static async Task PutAsync(IComponent? source, params string[] bodies)
    {
        var batch = new EventBatch();
        batch.AddRange(ChannelExtensions.Events(bodies));
        await ((ProbeSource)source!).PutAsync(batch);
    }

    private static string WithoutC2() => Agent.Replace("c1 c2", "c1", StringComparison.Ordinal).Replace("k1 k2", "k1", StringComparison.Ordinal);

    private static ProbeChannel Channel(Pipeline pipeline, string name) => (ProbeChannel)pipeline.Find(ComponentKind.Channel, name)!;

    private int Delivered(string body) => _journal.Entries.Count(entry => entry.EndsWith($"delivers {body}", StringComparison.Ordinal));

    // What has happened since the start, without the drains, which are asked for and not done.
    private IEnumerable<string> NewEntries(Pipeline pipeline)
    {
        pipeline.Should().NotBeNull();
        return _journal.Entries.Skip(5).Where(static entry => !entry.EndsWith("drains", StringComparison.Ordinal));
    }

    private async Task<Pipeline> StartAsync() => await _reconciler.StartAsync(Plan(Agent), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));

    private Reconciler WithStartTimeout(TimeSpan limit) =>
        new(new PipelineServices(_host.Activator, _host.LoggerFactory, TimeProvider.System, _host.Metrics), _options with { StartTimeout = limit });

    private Task<ReloadOutcome> ReloadAsync(Pipeline pipeline, string text) => _reconciler.ApplyAsync(pipeline, Plan(text)).WaitAsync(TimeSpan.FromSeconds(30));

    private static PipelinePlan Plan(string text)
    {
        // The last line of a key counts in these texts, as in files.
        var plan = new Planner(new ComponentRegistry(typeof(IComponent).Assembly, typeof(ProbeSource).Assembly), new AgentResources(1L << 30)).Plan(FlumeConfiguration.Parse(text), "a1");
        plan.HasErrors.Should().BeFalse();
        return plan;
    }
}

[FlumeInterceptor("journal", "org.example.JournalInterceptor$Builder")]
public sealed class JournalInterceptor : IInterceptor
{
    private readonly Journal _journal;

    public JournalInterceptor(Journal journal)
    {
        _journal = journal;
        journal.Add("interceptor begins");
    }

    public void Intercept(EventBatch batch)
    {
    }

    public void Dispose() => _journal.Add("interceptor ends");
}
