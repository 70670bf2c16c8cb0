using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Formatting;

/// <summary>Times are read as Joda-Time reads them. The golden cases of the regex_extractor hold more.</summary>
public sealed class JodaPatternTests
{
    [TestCase("yyyy-MM-dd HH:mm", "2012-10-17 14:34", "2012-10-17T14:34:00Z")]
    [TestCase("yy", "69", "1969-01-01T00:00:00Z")]
    [TestCase("yy", "45", "2045-01-01T00:00:00Z")]
    [TestCase("yy", "46", "1946-01-01T00:00:00Z")]
    [TestCase("yy", "2012", "2012-01-01T00:00:00Z")]
    [TestCase("yyMMdd", "121017", "2012-10-17T00:00:00Z")]
    [TestCase("MM-dd", "02-29", "2000-02-29T00:00:00Z")]
    [TestCase("h:mm a", "12:05 am", "1970-01-01T00:05:00Z")]
    [TestCase("h:mm a", "12:05 PM", "1970-01-01T12:05:00Z")]
    [TestCase("K a", "0 PM", "1970-01-01T12:00:00Z")]
    [TestCase("EEEE, d MMMM yyyy", "wednesday, 17 OCTOBER 2012", "2012-10-17T00:00:00Z")]
    [TestCase("EEE yyyy-MM-dd", "Mon 2012-10-17", "2012-10-15T00:00:00Z")]
    [TestCase("xxxx-'W'ww-e", "2012-W42-3", "2012-10-17T00:00:00Z")]
    [TestCase("yyyy-DDD", "2012-060", "2012-02-29T00:00:00Z")]
    [TestCase("yyyy-MM-dd ZZZ", "2012-10-17 Asia/Kolkata", "2012-10-16T18:30:00Z")]
    [TestCase("yyyy-MM-dd z", "2012-01-17 PST", "2012-01-17T08:00:00Z")]
    [TestCase("yyyy-MM-dd HH:mm:ss.SSSSSS", "2012-10-17 14:34:44.123456", "2012-10-17T14:34:44.123Z")]
    [TestCase("yyyy-MM-dd'T'HHZ", "2012-10-17t14-05:30", "2012-10-17T19:30:00Z")]
    [TestCase("yyyy-MM-ddZ", "2012-10-17+01", "2012-10-16T23:00:00Z")]
    public void Reads(string pattern, string text, string expected)
    {
        var read = JodaPattern.Parse(pattern).ToMilliseconds(text, In("UTC"));

        read.Should().Be(At(expected));
    }

    [TestCase("YYYY G", "44 BC", -63524131200000L)]
    [TestCase("yyyy", "-43", -63524131200000L)]
    [TestCase("yyyy-MM-dd", "12345-06-07", 327416947200000L)]
    public void Reads_years_that_NET_has_not(string pattern, string text, long expected) =>
        JodaPattern.Parse(pattern).ToMilliseconds(text, In("UTC")).Should().Be(expected);

    [TestCase("yyyy-MM-dd", "2011-02-29", "Value 29 for dayOfMonth must be in the range [1,28]")]
    [TestCase("HH", "24", "Value 24 for hourOfDay must be in the range [0,23]")]
    [TestCase("HH", "12 ", "malformed at \" \"")]
    [TestCase("HH", " 12", "malformed at \" 12\"")]
    [TestCase("HH:mm", "12", "too short")]
    [TestCase("SSS", "1234", "malformed at \"4\"")]
    [TestCase("yyyy-MM-dd", "", "too short")]
    [TestCase("yyyyMMdd", "201210171", "malformed at \"1\"")]
    [TestCase("Z", "+24", "malformed")]
    [TestCase("zzz", "XYZ", "malformed at \"XYZ\"")]
    [TestCase("yyyy", "9999999999", "malformed")]
    [TestCase("ww", "54", "Value 54 for weekOfWeekyear")]
    public void Refuses(string pattern, string text, string problem)
    {
        var read = () => JodaPattern.Parse(pattern).ToMilliseconds(text, In("UTC"));

        read.Should().Throw<FormatException>().Which.Message.Should().Contain(problem);
    }

    [TestCase("VV", "Illegal pattern component: VV")]
    [TestCase("XXX", "Illegal pattern component: XXX")]
    [TestCase("zzzz", "can be written but not read")]
    public void Patterns_that_mean_nothing_are_named(string pattern, string problem) => JodaPattern.ProblemWith(pattern).Should().Contain(problem);

    [Test]
    public void The_local_zone_decides_skips_and_repeats_as_Joda_does()
    {
        var pattern = JodaPattern.Parse("yyyy-MM-dd HH:mm");
        var berlin = In("Europe/Berlin");

        pattern.ToMilliseconds("2012-07-01 12:00", berlin).Should().Be(At("2012-07-01T10:00Z"));
        pattern.ToMilliseconds("2012-10-28 02:30", berlin).Should().Be(At("2012-10-28T00:30Z"), "the earlier of the two");
        pattern.Invoking(p => p.ToMilliseconds("2012-03-25 02:30", berlin)).Should().Throw<FormatException>().WithMessage("*Illegal instant*Europe/Berlin*");
    }

    private static long At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private static FakeTimeProvider In(string zone)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
        time.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById(zone));
        return time;
    }
}
