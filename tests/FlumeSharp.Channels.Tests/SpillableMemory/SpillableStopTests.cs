using System.Globalization;
using FlumeSharp.Channels.File;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.SpillableMemory;

/// <summary>What a stop does with a memory that one write to disk cannot take.</summary>
public sealed class SpillableStopTests
{
    private const int LongestFile = 100_000;
    private SimulatedDisk _disk = null!;
    private TestHost _host = null!;

    [SetUp]
    public void MakeDisk()
    {
        _disk = new SimulatedDisk(new Random(1));
        _host = new TestHost();
    }

    [TestCase(0)]
    [TestCase(100)]
    public async Task A_stop_writes_a_memory_that_is_larger_than_a_file_may_be(int headerLength)
    {
        var headers = headerLength == 0 ? EventHeaders.Empty : EventHeaders.Of("name", new string('ü', headerLength));
        var events = Bodies(2000).Select(body => new Event(System.Text.Encoding.UTF8.GetBytes(body), headers)).ToArray();
        var channel = await StartAsync();
        await using (var transaction = channel.BeginTransaction())
        {
            transaction.Put(events);
            await transaction.CommitAsync();
        }

        await channel.DisposeAsync();

        channel.EventsLostAtStop.Should().Be(0);
        Logged(3172).Should().Be(1);
        Logged(3173).Should().Be(0);
        (await TakeAllAsync()).Should().Equal(Bodies(2000));
    }

    [Test]
    public async Task An_event_that_is_longer_than_a_file_may_be_is_lost_alone()
    {
        var channel = await StartAsync();
        await channel.PutAsync("1", new string('x', LongestFile + 1), "2");

        await channel.DisposeAsync();

        channel.EventsLostAtStop.Should().Be(1);
        _host.Logs.GetSnapshot().Where(static log => log.Id.Id is 3172 or 3173).Select(static log => log.Message[..1]).Should().Equal("2", "1");
        (await TakeAllAsync()).Should().Equal("1", "2");
    }

    [Test]
    public async Task A_write_that_fails_at_a_stop_costs_its_events_alone()
    {
        var channel = await StartAsync();
        await channel.PutAsync(Bodies(2000));
        _disk.FailingWrites = 1;

        await channel.DisposeAsync();

        var lost = (int)channel.EventsLostAtStop;
        lost.Should().BeInRange(1, 500);
        (await TakeAllAsync()).Should().Equal(Bodies(2000)[lost..]);
    }

    private static string[] Bodies(int count) => [.. Enumerable.Range(0, count).Select(static i => i.ToString("D200", CultureInfo.InvariantCulture))];

    private int Logged(int id) => _host.Logs.GetSnapshot().Count(log => log.Id.Id == id);

    private Task<SpillableMemoryChannel> StartAsync() => SpillableChannels.StartAsync(
        _host,
        new SpillableMemoryChannelOptions
        {
            MemoryCapacity = 10_000,
            OverflowCapacity = 100_000,
            File = FileChannels.Options("/c", memory: 0) with { MaxFileSize = LongestFile },
        },
        new FileChannelEnvironment { Storage = _disk });

    private async Task<List<string>> TakeAllAsync()
    {
        _host = new TestHost();
        await using var channel = await StartAsync();
        return await channel.TakeAsync(10_000);
    }
}
