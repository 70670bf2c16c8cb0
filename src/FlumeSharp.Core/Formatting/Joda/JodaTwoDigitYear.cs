using System.Globalization;

namespace FlumeSharp.Formatting;

// Two digits stand for a year from 80 years ago to 19 years ahead; where nothing numeric follows, any other count is the year itself.
internal sealed class JodaTwoDigitYear(JodaField field, bool isLenient) : JodaElement
{
    private readonly JodaNumber _literalYear = new(field, 9, isSigned: true);

    public override int Read(string text, int at, JodaReading reading)
    {
        var isTwoDigits = IsDigit(text, at) && IsDigit(text, at + 1);
        if (isLenient && (!isTwoDigits || IsDigit(text, at + 2)))
        {
            return _literalYear.Read(text, at, reading);
        }

        if (!isTwoDigits)
        {
            return ~at;
        }

        var year = int.Parse(text.AsSpan(at, 2), NumberStyles.None, CultureInfo.InvariantCulture);
        var earliest = reading.Time.GetLocalNow().Year - 80;
        reading.Add(field, earliest + ((year - earliest) % 100 + 100) % 100);
        return at + 2;
    }
}
