using System.Collections.Frozen;
using System.Globalization;

namespace FlumeSharp.Formatting;

/// <summary>Time zones by Java's ids and rules.</summary>
public static class EscapePathZones
{
    // The Gregorian calendar repeats after 400 years, weekdays included, so zone rules can be asked in a year that .NET knows.
    private const long Cycle = 146_097 * EscapePathDate.MillisecondsPerDay;
    private const long EarliestAsked = -62_135_596_800_000 + Cycle;
    private const long LatestAsked = 253_402_300_799_999 - Cycle;

    private static readonly FrozenDictionary<string, string> ShortIds = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ACT"] = "Australia/Darwin",
        ["AET"] = "Australia/Sydney",
        ["AGT"] = "America/Argentina/Buenos_Aires",
        ["ART"] = "Africa/Cairo",
        ["AST"] = "America/Anchorage",
        ["BET"] = "America/Sao_Paulo",
        ["BST"] = "Asia/Dhaka",
        ["CAT"] = "Africa/Harare",
        ["CNT"] = "America/St_Johns",
        ["CST"] = "America/Chicago",
        ["CTT"] = "Asia/Shanghai",
        ["EAT"] = "Africa/Addis_Ababa",
        ["ECT"] = "Europe/Paris",
        ["EST"] = "GMT-05:00",
        ["HST"] = "GMT-10:00",
        ["IET"] = "America/Indiana/Indianapolis",
        ["IST"] = "Asia/Kolkata",
        ["JST"] = "Asia/Tokyo",
        ["MIT"] = "Pacific/Apia",
        ["MST"] = "GMT-07:00",
        ["NET"] = "Asia/Yerevan",
        ["NST"] = "Pacific/Auckland",
        ["PLT"] = "Asia/Karachi",
        ["PNT"] = "America/Phoenix",
        ["PRT"] = "America/Puerto_Rico",
        ["PST"] = "America/Los_Angeles",
        ["SST"] = "Pacific/Guadalcanal",
        ["VST"] = "Asia/Ho_Chi_Minh",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Finds a zone by a Java id: an IANA name in its exact case, one of Java's three-letter names, or <c>GMT±hh[:mm]</c>.
    /// </summary>
    /// <returns>False for anything else, which Java takes for GMT without a word.</returns>
    public static bool TryFind(string id, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        if (ShortIds.TryGetValue(id, out var longId))
        {
            id = longId;
        }

        if (id is "UTC" or "GMT" or "Z" or "UT" or "Zulu" or "Etc/UTC" or "Etc/GMT")
        {
            return id != "Z";
        }

        if (id.StartsWith("GMT", StringComparison.Ordinal) && id.Length > 3)
        {
            return TryFixed(id, out zone);
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found) || !string.Equals(found.Id, id, StringComparison.Ordinal))
        {
            return false;
        }

        zone = found;
        return true;
    }

    /// <summary>The zone's offset at a point in time, in milliseconds.</summary>
    internal static long OffsetAt(TimeZoneInfo zone, long milliseconds) =>
        zone.HasSameRules(TimeZoneInfo.Utc) ? 0
            : (long)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(Askable(milliseconds))).TotalMilliseconds;

    /// <summary>
    /// The point in time of a wall-clock time, leniently: a time that a change of clocks skips moves forward by what is skipped, one
    /// that occurs twice is the later of the two.
    /// </summary>
    internal static long ToInstant(TimeZoneInfo zone, long localMilliseconds)
    {
        // Both rules are the standard offset's, which is what GetUtcOffset answers for skipped and for ambiguous times.
        return localMilliseconds - (long)zone.GetUtcOffset(ToAskableDateTime(localMilliseconds)).TotalMilliseconds;
    }

    /// <summary>A wall-clock time in a year that .NET can be asked about, with the same day and the same rules.</summary>
    internal static DateTime ToAskableDateTime(long localMilliseconds) =>
        DateTime.SpecifyKind(DateTimeOffset.FromUnixTimeMilliseconds(Askable(localMilliseconds)).DateTime, DateTimeKind.Unspecified);

    private static long Askable(long milliseconds) => milliseconds switch
    {
        < EarliestAsked => EarliestAsked + EscapePathDate.FloorMod(milliseconds - EarliestAsked, Cycle),
        > LatestAsked => LatestAsked - Cycle + 1 + ((milliseconds - LatestAsked - 1) % Cycle),
        _ => milliseconds,
    };

    // Java's custom ids: GMT, a sign, one or two digits of hours, and minutes with or without a colon.
    private static bool TryFixed(string id, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        var sign = id[3] switch { '+' => 1, '-' => -1, _ => 0 };
        var text = id[4..];
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (hoursText, minutesText) = colon >= 0 ? (text[..colon], text[(colon + 1)..])
            : text.Length > 2 ? (text[..^2], text[^2..])
            : (text, "00");
        if (sign == 0 || hoursText.Length is 0 or > 2 || minutesText.Length != 2
            || !int.TryParse(hoursText, NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(minutesText, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || hours > 23 || minutes > 59)
        {
            return false;
        }

        var offset = sign * new TimeSpan(hours, minutes, 0);

        // .NET has no zones beyond 14 hours; no place on earth is there either.
        if (offset.Duration() > TimeSpan.FromHours(14))
        {
            return false;
        }

        zone = TimeZoneInfo.CreateCustomTimeZone(id, offset, id, id);
        return true;
    }
}
