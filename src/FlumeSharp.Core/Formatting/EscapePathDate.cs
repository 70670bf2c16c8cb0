using System.Runtime.InteropServices;

namespace FlumeSharp.Formatting;

/// <summary>
/// A wall-clock time taken apart as Java's GregorianCalendar does: Julian before 15 October 1582, and any year a 64-bit millisecond
/// count can reach, where .NET's own types end with the year 9999.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct EscapePathDate
{
    public const long MillisecondsPerDay = 86_400_000;

    // 15 October 1582, the first Gregorian day, in days since 1970.
    private const long FirstGregorianDay = -141_427;

    public EscapePathDate(long localMilliseconds)
    {
        var days = localMilliseconds / MillisecondsPerDay;
        var time = localMilliseconds % MillisecondsPerDay;
        if (time < 0)
        {
            time += MillisecondsPerDay;
            days--;
        }

        Hour = (int)(time / 3_600_000);
        Minute = (int)(time / 60_000 % 60);
        Second = (int)(time / 1000 % 60);
        DayOfWeek = (int)FloorMod(days + 4, 7);
        var isGregorian = days >= FirstGregorianDay;

        // Years that begin in March put the leap day last; 719,468 and 719,470 days lead back to 1 March of the year 0.
        var shifted = days + (isGregorian ? 719_468 : 719_470);
        var era = isGregorian ? 146_097 : 1461;
        var eras = FloorDiv(shifted, era);
        var dayOfEra = (int)(shifted - (eras * era));
        var yearOfEra = isGregorian
            ? (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365
            : (dayOfEra - (dayOfEra / 1460)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (isGregorian ? yearOfEra / 100 : 0));
        var month = ((5 * dayOfYear) + 2) / 153;
        Day = dayOfYear - (((153 * month) + 2) / 5) + 1;
        Month = month < 10 ? month + 3 : month - 9;
        var year = yearOfEra + (eras * (isGregorian ? 400 : 4)) + (Month <= 2 ? 1 : 0);
        var isLeap = year % 4 == 0 && (!isGregorian || year % 100 != 0 || year % 400 == 0);
        DayOfYear = Month <= 2 ? dayOfYear - 305 : dayOfYear + 60 + (isLeap ? 1 : 0);

        // There is no year 0: the year before 1 is 1 BC, whose number is written without its era.
        Year = year > 0 ? year : 1 - year;
    }

    public long Year { get; }

    public int Month { get; }

    public int Day { get; }

    public int Hour { get; }

    public int Minute { get; }

    public int Second { get; }

    public int DayOfYear { get; }

    /// <summary>0 is Sunday.</summary>
    public int DayOfWeek { get; }

    public static long FloorMod(long value, long divisor) => value - (FloorDiv(value, divisor) * divisor);

    private static long FloorDiv(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}
