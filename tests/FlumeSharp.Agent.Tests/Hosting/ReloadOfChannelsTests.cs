using FlumeSharp.Channels;
using FlumeSharp.Channels.Memory;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;
using FlumeSharp.Runtime;
using FlumeSharp.Runtime.Reload;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Agent.Hosting;

/// <summary>Changes of real channels in which events wait, because the sinks are refused.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReloadOfChannelsTests : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);
    private static readonly string[] _five = [.. Enumerable.Range(1, 5).Select(static i => $"{i}")];
    private readonly TempFolder _folder = new();
    private readonly Delivered _delivered = new() { IsRefusing = true };
    private readonly Reconciler _reconciler;

    public ReloadOfChannelsTests()
    {
        var host = new TestHost().Add(_delivered);
        var options = new PipelineOptions { DrainTimeout = TimeSpan.FromMilliseconds(500) };
        _reconciler = new Reconciler(new PipelineServices(host.Activator, NullLoggerFactory.Instance, TimeProvider.System, host.Metrics), options);
    }

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_memory_channel_whose_file_channel_cannot_start_keeps_its_events()
    {
        await using var pipeline = await StartAsync(Memory("c1"));
        await PutAsync(pipeline, "c1", _five);

        var outcome = await ReloadAsync(pipeline, File("c1", Unusable()));

        outcome.Failure.Should().StartWith("Channel 'c1' (file) does not start");
        outcome.LeftBehind.Should().BeEmpty();
        await DeliversAsync(pipeline, _five);
    }

    [TestCase("memory")]
    [TestCase("file")]
    public async Task A_channel_with_more_events_than_fit_into_its_successor_keeps_them_and_the_change_is_refused(string before)
    {
        await using var pipeline = await StartAsync(before == "memory" ? Memory("c1") : File("c1", Folder("a")));
        await PutAsync(pipeline, "c1", _five);

        var outcome = await ReloadAsync(pipeline, Memory("c1", "capacity = 3", "transactionCapacity = 3"));

        outcome.Failure.Should().Be("Channel 'c1' (memory) has room for 3 events, and 5 wait. Raise its capacity, or try again when its sinks have delivered more of them");
        outcome.LeftBehind.Should().BeEmpty();
        await DeliversAsync(pipeline, _five);
    }

    [TestCase("memory")]
    [TestCase("file")]
    public async Task Events_that_need_more_bytes_than_their_successor_has_return(string before)
    {
        // In batches of 100, so that some have moved when it is full.
        string[] bodies = [.. Enumerable.Range(1000, 900).Select(static i => $"{i}{new string('x', 96)}")];
        await using var pipeline = await StartAsync(before == "memory" ? Memory("c1", "capacity = 1000") : File("c1", Folder("a")));
        foreach (var chunk in bodies.Chunk(100))
        {
            await PutAsync(pipeline, "c1", chunk);
        }

        var outcome = await ReloadAsync(pipeline, Memory("c1", "capacity = 1000", "byteCapacity = 50000"));

        outcome.Failure.Should().StartWith("Channel 'c1' (memory) does not take over the ");
        outcome.LeftBehind.Should().BeEmpty();
        await DeliversAsync(pipeline, bodies);
    }

    [Test]
    public async Task A_channel_that_goes_on_after_a_refused_change_waits_for_events_as_before()
    {
        _delivered.IsRefusing = false;
        await using var pipeline = await StartAsync(File("c1", Folder("a")) + Memory("c2"));
        var kept = Channel(pipeline, "c2");

        var outcome = await ReloadAsync(pipeline, File("c1", $"{Folder("a")},{Unusable()}") + Memory("c2", "capacity = 50", "transactionCapacity = 50"));

        outcome.IsApplied.Should().BeFalse();
        Channel(pipeline, "c2").Should().BeSameAs(kept);
        await kept.WaitForEventsAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        using var enough = new CancellationTokenSource();
        var wait = kept.WaitForEventsAsync(_deadline, enough.Token).AsTask();
        wait.IsCompleted.Should().BeFalse("one that is empty and does not drain has its sinks wait");
        await enough.CancelAsync();
        await wait.ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    [Test]
    public async Task A_file_channel_does_not_leave_a_folder_with_events_behind()
    {
        var both = $"{Folder("a")},{Folder("b")}";
        await using var pipeline = await StartAsync(File("c1", both));
        await PutAsync(pipeline, "c1", _five);

        var outcome = await ReloadAsync(pipeline, File("c1", Folder("a")));

        outcome.Failure.Should().Contain($"leaves out {Folder("b")}, while 5 events wait");
        await DeliversAsync(pipeline, _five);
        (await ReloadAsync(pipeline, File("c1", Folder("a")))).Failure.Should().BeNull("nothing waits any more");
    }

    [Test]
    public async Task A_file_channel_with_its_folder_and_another_one_finds_its_events()
    {
        await using var pipeline = await StartAsync(File("c1", Folder("a")));
        await PutAsync(pipeline, "c1", _five);

        (await ReloadAsync(pipeline, File("c1", $"{Folder("a")},{Folder("b")}"))).Failure.Should().BeNull();

        await DeliversAsync(pipeline, _five);
    }

    [Test]
    public async Task A_spillable_channel_gets_its_folders_back_after_a_refused_change()
    {
        await using var pipeline = await StartAsync(Spillable("c1"));
        await PutAsync(pipeline, "c1", _five);

        // The sink comes after the channel has been handed over, and cannot start.
        var outcome = await ReloadAsync(pipeline, Memory("c1") + "a1.sinks.k1.fails = true\n");

        outcome.Failure.Should().StartWith("Sink 'k1'");
        outcome.LeftBehind.Should().BeEmpty();
        Channel(pipeline, "c1").State.Should().Be(LifecycleState.Started);
        await DeliversAsync(pipeline, _five);
    }

    [Test]
    public async Task A_renamed_file_channel_is_refused_with_the_name_of_the_one_that_has_its_folders()
    {
        await using var pipeline = await StartAsync(File("c1", Folder("a")));

        var outcome = await ReloadAsync(pipeline, File("c2", Folder("a"), checkpointOf: "c1"));

        outcome.Failure.Should().Contain("it uses a folder of channel 'c1'").And.Contain("take out 'c1' with one reload");
    }

    private static IChannel Channel(Pipeline pipeline, string name) => (IChannel)pipeline.Find(ComponentKind.Channel, name)!;

    private static Task PutAsync(Pipeline pipeline, string channel, string[] bodies) => Channel(pipeline, channel).PutAsync(bodies);

    private async Task DeliversAsync(Pipeline pipeline, string[] bodies)
    {
        _delivered.IsRefusing = false;
        await Eventually.IsTrue(() => bodies.All(_delivered.Bodies.ContainsKey), "every event arrives", _deadline);
        await Eventually.IsTrue(() => Channel(pipeline, "c1").EventCount == 0, "the channel is empty", _deadline);
    }

    private string Folder(string name) => Path.Combine(_folder.Path, name);

    // A file is where the folder should be.
    private string Unusable()
    {
        var file = Path.Combine(_folder.Path, "occupied");
        System.IO.File.WriteAllText(file, "");
        return Path.Combine(file, "data");
    }

    private static string Memory(string name, params string[] keys) => Text(name, ["type = memory", .. keys]);

    private string File(string name, string dataDirs, string? checkpointOf = null) =>
        Text(name, ["type = file", $"dataDirs = {dataDirs}", $"checkpointDir = {Folder($"{checkpointOf ?? name}-checkpoint")}", "minimumRequiredSpace = 1048576"]);

    private string Spillable(string name) =>
        Text(name, ["type = SPILLABLEMEMORY", $"dataDirs = {Folder("a")}", $"checkpointDir = {Folder("checkpoint")}", "minimumRequiredSpace = 1048576"]);

    private static string Text(string name, params IEnumerable<string> keys) =>
        string.Concat(keys.Select(key => $"a1.channels.{name}.{key}\n")) + $"a1.channels.{name}.keep-alive = 0\na1.sinks.k{name[1..]}.type = collect\na1.sinks.k{name[1..]}.channel = {name}\n";

    private async Task<Pipeline> StartAsync(string text) => await _reconciler.StartAsync(Plan(text), CancellationToken.None).WaitAsync(_deadline);

    private Task<ReloadOutcome> ReloadAsync(Pipeline pipeline, string text) => _reconciler.ApplyAsync(pipeline, Plan(text)).WaitAsync(_deadline);

    private static PipelinePlan Plan(string text)
    {
        var names = new[] { "1", "2" }.Where(name => text.Contains($"channels.c{name}.", StringComparison.Ordinal)).ToList();
        var lists = $"a1.channels = {string.Join(' ', names.Select(static name => $"c{name}"))}\na1.sinks = {string.Join(' ', names.Select(static name => $"k{name}"))}\n";
        var registry = new ComponentRegistry(typeof(MemoryChannel).Assembly, typeof(IComponent).Assembly, typeof(CollectSink).Assembly);
        var plan = new Planner(registry, new AgentResources(1L << 40)).Plan(FlumeConfiguration.Parse(lists + text), "a1");
        plan.HasErrors.Should().BeFalse(string.Join('\n', plan.Problems));
        return plan;
    }
}
