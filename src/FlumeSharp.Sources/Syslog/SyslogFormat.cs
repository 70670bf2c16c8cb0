using System.Text;
using System.Text.RegularExpressions;
using FlumeSharp.Formatting;
using FlumeSharp.Routing.Interceptors;

namespace FlumeSharp.Sources.Syslog;

// A format of the configuration, in groups: priority, version, timestamp, host, body.
internal sealed class SyslogFormat
{
    private const int Groups = 5;
    private readonly Regex _message;
    private readonly Regex? _search;
    private readonly string _replacement;
    private readonly JodaPattern? _date;
    private readonly TimeProvider _time;

    private SyslogFormat(SyslogFormatOptions options, TimeProvider time)
    {
        _message = JavaPattern.CompileFullMatch(options.Pattern!);
        _search = options.Search is { } search ? JavaPattern.Compile(search) : null;
        _replacement = options.Replace ?? "";
        _date = options.DateFormat is { } date ? JodaPattern.Parse(date) : null;
        _time = time;
    }

    /// <summary>The format that options describe, or none.</summary>
    public static SyslogFormat? Create(SyslogFormatOptions options, TimeProvider time) => options.Pattern is null ? null : new(options, time);

    /// <summary>Takes a message apart.</summary>
    public bool TryMatch(ReadOnlySpan<byte> message, in SyslogClock clock, out SyslogFormatMatch found)
    {
        found = default;
        Match match;
        try
        {
            match = _message.Match(Encoding.UTF8.GetString(message));
        }
        catch (RegexMatchTimeoutException)
        {
            // A pattern that loses itself in a message must not hold up the others: the built-in formats have a try.
            return false;
        }

        if (!match.Success)
        {
            return false;
        }

        var stamp = Group(match, 3);
        found = new(Group(match, 1) ?? "", Group(match, 2), stamp, Read(stamp, clock), Group(match, 4), Group(match, 5) ?? "");
        return true;
    }

    /// <summary>What is wrong with a pattern beyond its syntax, or nothing.</summary>
    public static string? ProblemWith(string pattern) =>
        JavaPattern.ProblemWith(pattern) is { } problem ? problem
        : JavaPattern.Compile(pattern).GetGroupNumbers().Length - 1 < Groups ? "it needs five groups: priority, version, timestamp, host, body"
        : null;

    private static string? Group(Match match, int number) => match.Groups[number] is { Success: true, Length: > 0 } group ? group.Value : null;

    private long? Read(string? stamp, in SyslogClock clock)
    {
        if (stamp is null)
        {
            return null;
        }

        try
        {
            var text = _search is null ? stamp : _search.Replace(stamp, match => Expand(_replacement, match));
            if (_date is not null)
            {
                return _date.ToMilliseconds(text, _time);
            }

            var bytes = Encoding.UTF8.GetBytes(text);
            return SyslogTime.IsoLength(bytes, int.MaxValue) == bytes.Length ? SyslogTime.IsoAsFlume(bytes, clock)
                : BsdStamp.Length(bytes) == bytes.Length && bytes.Length > 0 ? BsdStamp.Read(bytes, clock)
                : null;
        }
        catch (Exception failure) when (failure is FormatException or RegexMatchTimeoutException)
        {
            return null;
        }
    }

    // Java's replacement: \x is x, $n is a group.
    private static string Expand(string replacement, Match match)
    {
        var text = new StringBuilder();
        for (var i = 0; i < replacement.Length; i++)
        {
            var hasNext = i + 1 < replacement.Length;
            if (replacement[i] == '\\' && hasNext)
            {
                text.Append(replacement[++i]);
            }
            else if (replacement[i] == '$' && hasNext && char.IsAsciiDigit(replacement[i + 1]))
            {
                text.Append(match.Groups[replacement[++i] - '0'].Value);
            }
            else
            {
                text.Append(replacement[i]);
            }
        }

        return text.ToString();
    }
}
