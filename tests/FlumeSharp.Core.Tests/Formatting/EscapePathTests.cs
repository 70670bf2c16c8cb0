using System.Globalization;

namespace FlumeSharp.Formatting;

internal sealed class EscapePathTests
{
    private static readonly EscapePathOptions Utc = new() { TimeZone = TimeZoneInfo.Utc, IsPath = true };

    [TestCase("2024-01-15T14:30:00.000Z", 1705329000000)]
    [TestCase("2024-01-15T14:30:00Z", 1705329000000)]
    [TestCase("2024-01-15T14:30Z", 1705329000000)]
    [TestCase("2024-01-15T14:30:00", 1705329000000)]
    [TestCase("2024-01-15T14:30:00.123456Z", 1705329000123)]
    [TestCase("2024-01-15T14:30:00,5+01:00", 1705325400500)]
    [TestCase("2024-01-15T14:30:00-0530", 1705348800000)]
    [TestCase("2024-01-15t14:30:00z", 1705329000000)]
    [TestCase("2024-01-15 14:30:00", 1705329000000)]
    [TestCase("1705329000000", 1705329000000)]
    [TestCase("-5", -5)]
    public void A_timestamp_is_read(string text, long milliseconds)
    {
        EventTimestamp.TryParse(text, out var read).Should().BeTrue();

        read.Should().Be(milliseconds);
    }

    [TestCase("")]
    [TestCase("2024-01-15")]
    [TestCase("2024-13-15T14:30:00Z")]
    [TestCase("2023-02-29T14:30:00Z")]
    [TestCase("2024-01-15T24:30:00Z")]
    [TestCase("2024-01-15T14:30:00.Z")]
    [TestCase("2024-01-15T14:30:00Z ")]
    [TestCase("2024-01-15T14:30:00+1")]
    [TestCase("2024-01-15T14:30:00+01:")]
    [TestCase("1 705 329 000")]
    [TestCase("0000-01-15T14:30:00Z")]
    public void What_is_no_timestamp_is_refused(string text) => EventTimestamp.TryParse(text, out _).Should().BeFalse();

    [Test]
    public void An_ISO_timestamp_leads_to_the_same_path_as_its_milliseconds()
    {
        var path = new EscapePath("/events/%Y-%m-%d/%H", Utc);

        var fromIso = path.Expand(EventHeaders.Of("timestamp", "2024-01-15T14:30:00.000Z"), 0);
        var fromMilliseconds = path.Expand(EventHeaders.Of("timestamp", "1705329000000"), 0);

        fromIso.Should().Be("/events/2024-01-15/14");
        fromMilliseconds.Should().BeSameAs(fromIso);
    }

    [TestCase("..", "/data/__/x")]
    [TestCase(".", "/data/_/x")]
    [TestCase("../../etc", "/data/__/__/etc/x")]
    [TestCase("/etc/passwd", "/data/etc/passwd/x")]
    [TestCase("a//b", "/data/a/b/x")]
    [TestCase("a\0b", "/data/a_b/x")]
    [TestCase("...", "/data/.../x")]
    [TestCase("", "/data/x")]
    public void Header_data_stays_below_the_literal_directory(string value, string expected) =>
        new EscapePath("/data/%{h}/x", Utc).Expand(EventHeaders.Of("h", value), 0).Should().Be(expected);

    [Test]
    public void Dots_of_a_pattern_and_dots_of_data_do_not_add_up_to_a_way_out() =>
        new EscapePath("/data/.%{h}/x", Utc).Expand(EventHeaders.Of("h", "."), 0).Should().Be("/data/__/x");

    [Test]
    public void Dots_that_the_pattern_spells_out_stay() =>
        new EscapePath("/data/../x/%{h}", Utc).Expand(EventHeaders.Of("h", "y"), 0).Should().Be("/data/../x/y");

    [Test]
    public void Data_at_the_start_does_not_make_a_relative_pattern_absolute() =>
        new EscapePath("%{h}/x", Utc).Expand(EventHeaders.Of("h", "/etc"), 0).Should().Be("etc/x");

    [Test]
    public void A_null_header_is_empty_text() =>
        new EscapePath("/a%{h}b", Utc).Expand(EventHeaders.Of("h", null), 0).Should().Be("/ab");

    [Test]
    public void A_missing_timestamp_names_the_pattern_and_the_headers_there_are()
    {
        var expand = () => new EscapePath("/data/%Y", Utc).Expand(EventHeaders.Of("host", "web1"), 0);

        expand.Should().Throw<FlumeException>().WithMessage("'/data/%Y' needs a time*no 'timestamp' header*host*");
    }

    [Test]
    public void A_failed_expansion_leaves_nothing_behind_for_the_next([Values("x", null)] string? bad)
    {
        var path = new EscapePath("/%Y", Utc);
        path.Expand(EventHeaders.Of("timestamp", "1705329000000"), 0).Should().Be("/2024");

        var expand = () => path.Expand(EventHeaders.Of("timestamp", bad), 0);

        expand.Should().Throw<FlumeException>();
        path.Expand(EventHeaders.Of("timestamp", "1405329000000"), 0).Should().Be("/2014");
    }

    [Test]
    public void Host_words_are_known_in_any_case()
    {
        var text = new EscapePath("%[localhost]|%[IP]|%[Fqdn]", Utc).Expand(EventHeaders.Empty, 0);

        text.Split('|').Should().HaveCount(3).And.NotContain("");
    }

    [Test]
    public void Events_of_one_bucket_share_one_string_without_allocating()
    {
        var path = new EscapePath("/%Y/%m/%d/%H/%M/%{host}", Utc);
        var headers = Enumerable.Range(0, 100)
            .Select(static i => EventHeaders.Create([new("host", $"web{i % 7}"), new("timestamp", (1705329000000 + i).ToString(CultureInfo.InvariantCulture))])).ToArray();
        foreach (var item in headers)
        {
            path.Expand(item, 0);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var item in headers)
        {
            path.Expand(item, 0);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [TestCase("%H:%M:%S", 997L)]
    [TestCase("%c %s", 997L)]
    [TestCase("%Y-%m-%d %H:%M", 7_919L)]
    [TestCase("%d %H %z", 104_729L)]
    public void What_is_remembered_agrees_with_a_fresh_expansion(string pattern, long step)
    {
        EscapePathZones.TryFind("Australia/Lord_Howe", out var zone);
        foreach (var rounding in new EscapePathRounding?[] { null, new(EscapePathRoundingUnit.Second, 7), new(EscapePathRoundingUnit.Minute, 10), new(EscapePathRoundingUnit.Hour, 5) })
        {
            var options = new EscapePathOptions { TimeZone = zone, Rounding = rounding, UseLocalTime = true };
            var path = new EscapePath(pattern, options);

            // Across the end of summer time, 6 April 2024 15:00 UTC.
            for (var i = -300; i < 300; i++)
            {
                var now = 1_712_415_600_000 + (i * step);
                path.Expand(EventHeaders.Empty, now).Should().Be(new EscapePath(pattern, options).Expand(EventHeaders.Empty, now));
            }
        }
    }

    [TestCase("europe/london")]
    [TestCase("UTC+8")]
    [TestCase("+08:00")]
    [TestCase("GMT+25")]
    [TestCase("Z")]
    public void What_Java_takes_for_GMT_without_a_word_is_not_found(string id) => EscapePathZones.TryFind(id, out _).Should().BeFalse();

    [TestCase("EST", -5)]
    [TestCase("IST", 5.5)]
    [TestCase("GMT+0530", 5.5)]
    [TestCase("GMT-3", -3)]
    [TestCase("Etc/UTC", 0)]
    public void Java_ids_are_found(string id, double hours)
    {
        EscapePathZones.TryFind(id, out var zone).Should().BeTrue();

        zone.BaseUtcOffset.TotalHours.Should().Be(hours);
    }
}
