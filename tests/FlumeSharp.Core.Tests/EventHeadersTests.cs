namespace FlumeSharp;

public sealed class EventHeadersTests
{
    [Test]
    public void Headers_keep_the_order_in_which_they_were_set() =>
        EventHeaders.Create([new("b", "1"), new("a", "2")]).Select(header => header.Key).Should().Equal("b", "a");

    [Test]
    public void A_name_given_twice_keeps_its_place_and_takes_the_later_value() =>
        EventHeaders.Create([new("a", "1"), new("b", "2"), new("a", "3")]).ToString().Should().Be("{a=3, b=2}");

    [Test]
    public void Names_differ_by_case()
    {
        var headers = EventHeaders.Create([new("a", "1"), new("A", "2")]);

        headers.TryGetValue("A", out var value).Should().BeTrue();
        value.Should().Be("2");
    }

    [Test]
    public void A_null_value_is_there_but_has_no_text()
    {
        var headers = EventHeaders.Of("h", null);

        headers.Contains("h").Should().BeTrue();
        headers.TryGetValue("h", out var value).Should().BeTrue();
        value.Should().BeNull();
        headers.TryGetText("h", out _).Should().BeFalse();
        headers.ToString().Should().Be("{h=null}");
    }

    [Test]
    public void What_is_not_there_is_not_found()
    {
        EventHeaders.Empty.TryGetValue("x", out var value).Should().BeFalse();
        value.Should().BeNull();
        EventHeaders.Of("a", "1").Contains("x").Should().BeFalse();
    }

    [Test]
    public void Names_are_found_by_their_letters_not_by_their_object() =>
        EventHeaders.Of("name", "1").Contains(new string(['n', 'a', 'm', 'e'])).Should().BeTrue();

    [Test]
    public void Setting_makes_another_object_and_leaves_this_one()
    {
        var before = EventHeaders.Create([new("a", "1"), new("b", "2")]);

        var replaced = before.Set("a", "9");
        var added = before.Set("c", null);

        before.ToString().Should().Be("{a=1, b=2}");
        replaced.ToString().Should().Be("{a=9, b=2}");
        added.ToString().Should().Be("{a=1, b=2, c=null}");
    }

    [Test]
    public void Setting_what_is_there_already_is_free()
    {
        var headers = EventHeaders.Create([new("a", "1"), new("n", null)]);

        headers.Set("a", "1").Should().BeSameAs(headers);
        headers.Set("n", null).Should().BeSameAs(headers);
        headers.Set("n", "").Should().NotBeSameAs(headers);
    }

    [Test]
    public void Removing_leaves_the_rest_in_order()
    {
        var headers = EventHeaders.Create([new("a", "1"), new("b", "2"), new("c", "3")]);

        headers.Remove("b").ToString().Should().Be("{a=1, c=3}");
        headers.Remove("x").Should().BeSameAs(headers);
        EventHeaders.Of("a", "1").Remove("a").Should().BeSameAs(EventHeaders.Empty);
    }

    [Test]
    public void The_entries_given_are_copied()
    {
        KeyValuePair<string, string?>[] entries = [new("a", "1")];
        var headers = EventHeaders.Create(entries);

        entries[0] = new("b", "2");

        headers.ToString().Should().Be("{a=1}");
    }

    [Test]
    public void No_entries_are_the_empty_headers()
    {
        EventHeaders.Create([]).Should().BeSameAs(EventHeaders.Empty);
        EventHeaders.FromDistinct([]).Should().BeSameAs(EventHeaders.Empty);
        new Event(default).Headers.Should().BeSameAs(EventHeaders.Empty);
    }
}
