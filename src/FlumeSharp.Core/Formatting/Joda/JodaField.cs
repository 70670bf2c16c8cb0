namespace FlumeSharp.Formatting;

// The fields of a time, in the order in which Joda-Time sets them: the one with the widest range first.
internal enum JodaField
{
    Era,
    Year,
    YearOfEra,
    Weekyear,
    CenturyOfEra,
    MonthOfYear,
    WeekOfWeekyear,
    DayOfYear,
    DayOfMonth,
    DayOfWeek,
    HalfdayOfDay,
    HourOfDay,
    ClockhourOfDay,
    HourOfHalfday,
    ClockhourOfHalfday,
    MinuteOfHour,
    SecondOfMinute,
    MillisOfSecond,
}
