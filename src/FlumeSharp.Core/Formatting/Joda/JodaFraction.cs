namespace FlumeSharp.Formatting;

// The fraction of a second: '.5' is half a second. Digits beyond milliseconds are read and dropped.
internal sealed class JodaFraction(int maxDigits) : JodaElement
{
    public override int Read(string text, int at, JodaReading reading)
    {
        var milliseconds = 0;
        var worth = 100;
        var end = at;
        for (; end - at < maxDigits && IsDigit(text, end); end++)
        {
            milliseconds += (text[end] - '0') * worth;
            worth /= 10;
        }

        if (end == at)
        {
            return ~at;
        }

        reading.Add(JodaField.MillisOfSecond, milliseconds);
        return end;
    }
}
