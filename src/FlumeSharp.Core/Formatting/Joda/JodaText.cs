using System.Globalization;

namespace FlumeSharp.Formatting;

// A name in English, short or long, in any case.
internal sealed class JodaText : JodaElement
{
    private readonly JodaField _field;
    private readonly (string Name, int Value)[] _names;

    private JodaText(JodaField field, IEnumerable<(string Name, int Value)> names)
    {
        _field = field;

        // The longest first, or 'March' would be read as 'Mar'.
        _names = [.. names.Where(static n => n.Name.Length > 0).OrderByDescending(static n => n.Name.Length)];
    }

    public static JodaText Months { get; } = new(
        JodaField.MonthOfYear, Numbered(DateTimeFormatInfo.InvariantInfo.AbbreviatedMonthNames, 1).Concat(Numbered(DateTimeFormatInfo.InvariantInfo.MonthNames, 1)));

    // .NET's first day is Sunday, whose number here is 7.
    public static JodaText Days { get; } = new(
        JodaField.DayOfWeek,
        Numbered(DateTimeFormatInfo.InvariantInfo.AbbreviatedDayNames, 0).Concat(Numbered(DateTimeFormatInfo.InvariantInfo.DayNames, 0)).Select(static d => (d.Name, d.Value == 0 ? 7 : d.Value)));

    public static JodaText Halfdays { get; } = new(JodaField.HalfdayOfDay, [("AM", 0), ("PM", 1)]);

    public static JodaText Eras { get; } = new(JodaField.Era, [("BC", 0), ("BCE", 0), ("AD", 1), ("CE", 1)]);

    public override int Read(string text, int at, JodaReading reading)
    {
        foreach (var (name, value) in _names)
        {
            if (StartsWith(text, at, name))
            {
                reading.Add(_field, value);
                return at + name.Length;
            }
        }

        return ~at;
    }

    private static IEnumerable<(string Name, int Value)> Numbered(string[] names, int first) => names.Select((name, i) => (name, i + first));
}
