using System.Globalization;

namespace FlumeSharp.Formatting;

/// <summary>Time escapes with English names, as Java prints them under an English locale.</summary>
internal static class EscapePathTime
{
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    /// <summary>
    /// How long, in milliseconds and aligned to UTC, the text of a letter is sure to stay the same. Offsets of zones have been multiples
    /// of 15 minutes since 1972, and so have the moments at which they change.
    /// </summary>
    public static long SteadyFor(char letter) => letter switch
    {
        's' or 'S' or 'c' => 1000,
        'M' => 60_000,
        _ => 900_000,
    };

    public static string Format(char letter, long milliseconds, long offset)
    {
        var date = new EscapePathDate(milliseconds + offset);
        return letter switch
        {
            'a' => Days[date.DayOfWeek][..3],
            'A' => Days[date.DayOfWeek],
            'b' => Months[date.Month - 1][..3],
            'B' => Months[date.Month - 1],
            'c' => $"{Days[date.DayOfWeek][..3]} {Months[date.Month - 1][..3]} {Text(date.Day)} {Two(date.Hour)}:{Two(date.Minute)}:{Two(date.Second)} {Year(date)}",
            'd' => Two(date.Day),
            'D' => $"{Two(date.Month)}/{Two(date.Day)}/{Two((int)(date.Year % 100))}",
            'e' => Text(date.Day),
            'H' => Two(date.Hour),
            'I' => Two(TwelveHour(date)),
            'j' => date.DayOfYear.ToString("D3", CultureInfo.InvariantCulture),
            'k' => Text(date.Hour),
            'l' => Text(TwelveHour(date)),
            'm' => Two(date.Month),
            'M' => Two(date.Minute),
            'n' => Text(date.Month),
            'p' => date.Hour < 12 ? "AM" : "PM",
            's' => Text(milliseconds / 1000),
            'S' => Two(date.Second),
            'y' => Two((int)(date.Year % 100)),
            'Y' => Year(date),
            'z' => Offset(offset),
            '%' => "%",
            _ => "",
        };
    }

    private static int TwelveHour(EscapePathDate date) => date.Hour % 12 == 0 ? 12 : date.Hour % 12;

    private static string Year(EscapePathDate date) => date.Year.ToString("D4", CultureInfo.InvariantCulture);

    private static string Two(int value) => value.ToString("D2", CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Offset(long milliseconds)
    {
        var minutes = (int)(Math.Abs(milliseconds) / 60_000);
        return $"{(milliseconds < 0 ? '-' : '+')}{Two(minutes / 60)}{Two(minutes % 60)}";
    }
}
