namespace FlumeSharp.Formatting;

// A zone: by one of the few short names that Joda-Time reads, or by its id.
internal sealed class JodaZone(bool isId) : JodaElement
{
    private static readonly (string Name, string Id)[] ShortNames =
    [
        ("UTC", "UTC"), ("GMT", "UTC"), ("UT", "UTC"),
        ("EST", "America/New_York"), ("EDT", "America/New_York"), ("CST", "America/Chicago"), ("CDT", "America/Chicago"),
        ("MST", "America/Denver"), ("MDT", "America/Denver"), ("PST", "America/Los_Angeles"), ("PDT", "America/Los_Angeles"),
    ];

    public override int Read(string text, int at, JodaReading reading)
    {
        if (!isId)
        {
            foreach (var (name, id) in ShortNames)
            {
                if (StartsWith(text, at, name, StringComparison.Ordinal))
                {
                    reading.Zone = TimeZoneInfo.FindSystemTimeZoneById(id);
                    return at + name.Length;
                }
            }

            return ~at;
        }

        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '/' or '+' or '-' or ':'))
        {
            end++;
        }

        // The longest id wins: another element may follow without a gap.
        for (; end > at; end--)
        {
            if (EscapePathZones.TryFind(text[at..end], out var zone))
            {
                reading.Zone = zone;
                return end;
            }
        }

        return ~at;
    }
}
