namespace FlumeSharp;

public sealed class EventBatchTests
{
    [Test]
    public void A_batch_grows_beyond_the_capacity_it_was_made_with()
    {
        var events = Numbered(10);
        var batch = new EventBatch(1);

        batch.Add(events[0]);
        batch.AddRange(events.AsSpan(1, 4));
        batch.AddRange(events.AsSpan(5));

        batch.Events.ToArray().Should().Equal(events);
        batch.Memory.ToArray().Should().Equal(events);
        batch[9].Should().BeSameAs(events[9]);
    }

    [Test]
    public void Numbers_go_with_their_events()
    {
        var events = Numbered(6);
        var batch = new EventBatch(1);
        batch.AddRange(events.AsSpan(0, 4));

        batch.StartNumbering();
        batch.RemoveWhere(item => item == events[1]);
        batch.Replace(1, events[4]);
        batch.Add(events[5]);

        batch.Numbers.ToArray().Should().Equal(0, 2, 3, 4);
        batch.NextNumber.Should().Be(5);
    }

    [Test]
    public void A_capacity_of_nothing_is_fine() => new EventBatch(0).Events.IsEmpty.Should().BeTrue();

    [Test]
    public void Reserved_room_is_counted_and_filled_in_place()
    {
        var events = Numbered(3);
        var batch = new EventBatch(2);
        batch.Add(events[0]);

        events.AsSpan(1).CopyTo(batch.Reserve(2));

        batch.Events.ToArray().Should().Equal(events);
    }

    [Test]
    public void Dropping_keeps_the_order_of_the_others()
    {
        var events = Numbered(5);
        var batch = new EventBatch();
        batch.AddRange(events);

        batch.RemoveWhere(item => item.Body.Span[0] % 2 == 1);

        batch.Events.ToArray().Should().Equal(events[0], events[2], events[4]);
    }

    [Test]
    public void Places_beyond_the_end_cannot_be_read()
    {
        var batch = new EventBatch();
        batch.Add(new Event(default));
        batch.Clear();

        var read = () => batch[0];

        batch.Count.Should().Be(0);
        read.Should().Throw<IndexOutOfRangeException>();
    }

    private static Event[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(i => new Event(new[] { (byte)i }))];
}
