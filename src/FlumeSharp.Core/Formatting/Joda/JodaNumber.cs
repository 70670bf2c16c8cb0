using System.Globalization;

namespace FlumeSharp.Formatting;

// A number of at most so many digits; a sign only where the field may be negative.
internal sealed class JodaNumber(JodaField field, int maxDigits, bool isSigned = false) : JodaElement
{
    public override int Read(string text, int at, JodaReading reading)
    {
        var digits = at;
        if (isSigned && at < text.Length && text[at] is '-' or '+')
        {
            digits++;
        }

        var end = digits;
        while (end - digits < maxDigits && IsDigit(text, end))
        {
            end++;
        }

        if (end == digits || !int.TryParse(text.AsSpan(digits, end - digits), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return ~at;
        }

        reading.Add(field, digits > at && text[at] == '-' ? -value : value);
        return end;
    }
}
