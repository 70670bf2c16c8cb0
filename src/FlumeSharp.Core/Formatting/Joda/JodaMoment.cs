namespace FlumeSharp.Formatting;

/// <summary>
/// A wall-clock time whose fields are set one after the other, in the Gregorian calendar of all times (ISO 8601), as Joda-Time does.
/// It begins at midnight of 1 January 1970.
/// </summary>
internal sealed class JodaMoment(string text)
{
    private const int MillisecondsPerDay = 86_400_000;
    private const int LastYear = 292_278_993;
    private long _day;
    private int _millisecond;

    public long LocalMilliseconds => (_day * MillisecondsPerDay) + _millisecond;

    /// <summary>Sets a field; the smaller ones go to their beginning, or stay as far as the calendar lets them.</summary>
    public void Set(JodaField field, int value, bool clearBelow)
    {
        if (field >= JodaField.HalfdayOfDay)
        {
            SetTime(field, value, clearBelow);
            return;
        }

        SetDate(field, value, clearBelow);
        _millisecond = clearBelow ? 0 : _millisecond;
    }

    private static long DayOf(long year, int month, int day)
    {
        var shifted = month <= 2 ? year - 1 : year;
        var era = (shifted >= 0 ? shifted : shifted - 399) / 400;
        var yearOfEra = shifted - (era * 400);
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        return (era * 146_097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719_468;
    }

    private static (long Year, int Month, int Day) DateOf(long day)
    {
        var shifted = day + 719_468;
        var era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
        var dayOfEra = (int)(shifted - (era * 146_097));
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var month = ((5 * dayOfYear) + 2) / 153;
        var date = dayOfYear - (((153 * month) + 2) / 5) + 1;
        month = month < 10 ? month + 3 : month - 9;
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, date);
    }

    private static int DaysIn(long year, int month) => (int)(DayOf(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) - DayOf(year, month, 1));

    // 1 is Monday.
    private static int DayOfWeek(long day) => (int)EscapePathDate.FloorMod(day + 3, 7) + 1;

    // The Monday of the week that holds 4 January.
    private static long FirstDayOfWeekyear(long weekyear)
    {
        var fourth = DayOf(weekyear, 1, 4);
        return fourth - DayOfWeek(fourth) + 1;
    }

    private void SetDate(JodaField field, int value, bool clearBelow)
    {
        var (year, month, day) = DateOf(_day);
        switch (field)
        {
            case JodaField.Era:
                SetYear((value == 0) == (year <= 0) ? year : 1 - year, month, day, clearBelow);
                break;
            case JodaField.Year:
                Check(field, value, -LastYear, LastYear);
                SetYear(value, month, day, clearBelow);
                break;
            case JodaField.YearOfEra:
                Check(field, value, 1, LastYear);
                SetYear(year > 0 ? value : 1 - value, month, day, clearBelow);
                break;
            case JodaField.CenturyOfEra:
                Check(field, value, 0, LastYear / 100);
                SetYear((value * 100L) + (clearBelow ? 0 : Math.Abs(year) % 100), month, day, clearBelow);
                break;
            case JodaField.Weekyear:
                Check(field, value, -LastYear, LastYear);
                SetWeekyear(value, clearBelow);
                break;
            case JodaField.MonthOfYear:
                Check(field, value, 1, 12);
                _day = DayOf(year, value, clearBelow ? 1 : Math.Min(day, DaysIn(year, value)));
                break;
            case JodaField.WeekOfWeekyear:
                SetWeek(value, clearBelow);
                break;
            case JodaField.DayOfYear:
                Check(field, value, 1, (int)(DayOf(year + 1, 1, 1) - DayOf(year, 1, 1)));
                _day = DayOf(year, 1, 1) + value - 1;
                break;
            case JodaField.DayOfMonth:
                Check(field, value, 1, DaysIn(year, month));
                _day += value - day;
                break;
            default:
                Check(field, value, 1, 7);
                _day += value - DayOfWeek(_day);
                break;
        }
    }

    private void SetYear(long year, int month, int day, bool clearBelow) =>
        _day = clearBelow ? DayOf(year, 1, 1) : DayOf(year, month, Math.Min(day, DaysIn(year, month)));

    private void SetWeekyear(long weekyear, bool clearBelow)
    {
        var (_, first) = Weekyear();
        _day = FirstDayOfWeekyear(weekyear) + (clearBelow ? 0 : _day - first);
    }

    private void SetWeek(int week, bool clearBelow)
    {
        var (weekyear, first) = Weekyear();
        Check(JodaField.WeekOfWeekyear, week, 1, (int)((FirstDayOfWeekyear(weekyear + 1) - first) / 7));
        _day = first + ((week - 1) * 7) + (clearBelow ? 0 : DayOfWeek(_day) - 1);
    }

    private (long Weekyear, long FirstDay) Weekyear()
    {
        // The week belongs to the year of its Thursday.
        var (year, _, _) = DateOf(_day - DayOfWeek(_day) + 4);
        return (year, FirstDayOfWeekyear(year));
    }

    private void SetTime(JodaField field, int value, bool clearBelow)
    {
        var (unit, range, first) = field switch
        {
            JodaField.HalfdayOfDay => (43_200_000, 2, 0),
            JodaField.HourOfDay => (3_600_000, 24, 0),
            JodaField.ClockhourOfDay => (3_600_000, 24, 1),
            JodaField.HourOfHalfday => (3_600_000, 12, 0),
            JodaField.ClockhourOfHalfday => (3_600_000, 12, 1),
            JodaField.MinuteOfHour => (60_000, 60, 0),
            JodaField.SecondOfMinute => (1000, 60, 0),
            _ => (1, 1000, 0),
        };
        Check(field, value, first, first + range - 1);
        var above = _millisecond / (unit * range) * (unit * range);
        _millisecond = above + (value % range * unit) + (clearBelow ? 0 : _millisecond % unit);
    }

    private void Check(JodaField field, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            var name = field.ToString();
            throw new FormatException($"Cannot parse \"{text}\": Value {value} for {char.ToLowerInvariant(name[0])}{name[1..]} must be in the range [{min},{max}]");
        }
    }
}
