using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File;

/// <summary>How many events the queue keeps in memory.</summary>
public sealed class EventQueueTests
{
    private const int Memory = 1 << 20;
    private const int Count = 1000;

    [Test]
    public void Headers_count_as_much_as_bodies_and_are_forgotten_with_their_events()
    {
        var segments = new SegmentTable();
        var segment = new Segment(1, "/c");
        segments.Add(segment);
        var queue = new EventQueue(segments, Memory);

        for (var round = 0; round < 3; round++)
        {
            // Two bytes for each of 4096 characters.
            var events = Enumerable.Range(0, Count).Select(static _ => new Event(default, EventHeaders.Of("name", new string('x', 4096)))).ToArray();
            queue.Add(segment, 1 + (round * Count), 64, Enumerable.Range(1, Count).ToArray(), events);
            var found = new Event?[Count];
            var claims = new List<Claim>();

            queue.Claim(found, claims).Should().Be(Count);

            found.Count(static item => item is not null).Should().BeInRange(100, Memory / 8192, "round {0} finds the memory empty", round);

            // An interceptor of a sink may do this.
            events[0].Headers = EventHeaders.Empty;
            queue.Remove([.. claims]);
        }
    }
}
