namespace FlumeSharp.Formatting;

// An offset from UTC: Z, +01, +0100, +01:00, and with seconds.
internal sealed class JodaOffset : JodaElement
{
    public override int Read(string text, int at, JodaReading reading)
    {
        if (StartsWith(text, at, "Z"))
        {
            reading.Offset = 0;
            return at + 1;
        }

        if (at >= text.Length || text[at] is not ('+' or '-') || !TryTwoDigits(text, at + 1, 23, out var hours))
        {
            return ~at;
        }

        var end = at + 3;
        var seconds = hours * 3600;
        var hasColons = end < text.Length && text[end] == ':';
        for (var unit = 60; unit > 0 && (hasColons ? end < text.Length && text[end] == ':' : IsDigit(text, end)); unit /= 60)
        {
            end += hasColons ? 1 : 0;
            if (!TryTwoDigits(text, end, 59, out var part))
            {
                return ~end;
            }

            seconds += part * unit;
            end += 2;
        }

        reading.Offset = (text[at] == '-' ? -seconds : seconds) * 1000;
        return end;
    }

    private static bool TryTwoDigits(string text, int at, int max, out int value)
    {
        var isThere = IsDigit(text, at) && IsDigit(text, at + 1);
        value = isThere ? ((text[at] - '0') * 10) + text[at + 1] - '0' : 0;
        return isThere && value <= max;
    }
}
