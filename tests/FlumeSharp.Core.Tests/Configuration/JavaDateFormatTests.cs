namespace FlumeSharp.Configuration;

/// <summary>Expected texts are those of <c>SimpleDateFormat</c> with the locale en_US.</summary>
public sealed class JavaDateFormatTests
{
    private static readonly DateTimeOffset _afternoon = new(2026, 11, 24, 15, 4, 5, 67, TimeSpan.FromMinutes(330));

    [TestCase("yyyy-MM-dd HH:mm:ss.SSS", "2026-11-24 15:04:05.067")]
    [TestCase("yy y M MMM MMMM d D", "26 2026 11 Nov November 24 328")]
    [TestCase("E EEEE u F W w", "Tue Tuesday 2 4 4 48")]
    [TestCase("h K k H a G", "3 3 15 15 PM AD")]
    [TestCase("Z X XX XXX z", "+0530 +05 +0530 +05:30 GMT+05:30")]
    [TestCase("'at' h 'o''clock' ''", "at 3 o'clock '")]
    [TestCase("yyyyMMdd_", "20261124_")]
    [TestCase("", "")]
    public void A_pattern_gives_the_text_of_Java(string pattern, string expected)
        => JavaDateFormat.TryFormat(pattern, _afternoon).Should().Be(expected);

    [TestCase("2026-12-26", "2026 52")]
    [TestCase("2026-12-27", "2027 1")]
    [TestCase("2027-01-01", "2027 1")]
    [TestCase("2027-01-03", "2027 2")]
    public void Weeks_are_those_of_the_United_States(string day, string expected)
        => JavaDateFormat.TryFormat("YYYY w", DateTimeOffset.Parse(day + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture)).Should().Be(expected);

    [TestCase("bbb")]
    [TestCase("yyyy 'open")]
    [TestCase("XXXX")]
    public void A_pattern_Java_refuses_gives_nothing(string pattern)
        => JavaDateFormat.TryFormat(pattern, _afternoon).Should().BeNull();
}
