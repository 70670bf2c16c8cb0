using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using FlumeSharp.Options;

namespace FlumeSharp.Configuration;

/// <summary>
/// Reads Java properties files by the rules of <c>java.util.Properties.load</c> and keeps where each entry stands.
/// </summary>
/// <remarks>
/// An entry is <c>key [blanks] [= or :] [blanks] value</c>. The key ends at the first unescaped <c>=</c>, <c>:</c>, blank, tab or form feed;
/// one separator at most is skipped, so <c>k = = x</c> has the value <c>= x</c>. In keys and values <c>\t \n \r \f</c> and <c>\uXXXX</c>
/// stand for characters, and a backslash before any other character vanishes. Blanks at the end of a value belong to it.
/// </remarks>
public static class PropertiesReader
{
    private static readonly SearchValues<char> _hexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The name under which problems and locations mention the file.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="encoding">How the bytes become text.</param>
    public static PropertiesDocument Read(string file, ReadOnlySpan<byte> bytes, PropertiesEncoding encoding = PropertiesEncoding.Automatic)
    {
        ArgumentNullException.ThrowIfNull(file);
        var problems = new List<ConfigurationProblem>();
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            problems.Add(new ConfigurationProblem(
                ProblemSeverity.Error,
                ProblemCodes.Utf16File,
                $"{JavaText.Quote(file)} is UTF-16 text, which properties files cannot be",
                new SourceLocation(file, 1),
                Remedy: "save it as UTF-8"));
        }

        return Parse(file, Decode(bytes, encoding), problems);
    }

    /// <summary>Reads text that is already decoded.</summary>
    /// <param name="file">The name under which problems and locations mention the text.</param>
    /// <param name="text">The text.</param>
    public static PropertiesDocument ReadText(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        return Parse(file, text, []);
    }

    private static string Decode(ReadOnlySpan<byte> bytes, PropertiesEncoding encoding)
    {
        if (encoding == PropertiesEncoding.Latin1 || !Utf8.IsValid(bytes))
            return Encoding.Latin1.GetString(bytes);
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
            bytes = bytes[3..];
        return Encoding.UTF8.GetString(bytes);
    }

    private static PropertiesDocument Parse(string file, ReadOnlySpan<char> text, List<ConfigurationProblem> problems)
    {
        var entries = new List<PropertiesEntry>();
        var lines = new LogicalLineReader(text);
        while (lines.Read())
        {
            var location = new SourceLocation(file, lines.FirstLine);
            var (rawKey, rawValue) = Split(lines.Line);
            var malformed = Unescape(rawKey, out var key) ?? Unescape(rawValue, out _);
            if (malformed is not null)
            {
                problems.Add(MalformedEscape(malformed, key, location));
                continue;
            }

            Unescape(rawValue, out var value);
            entries.Add(new PropertiesEntry(key, value, location));
        }

        return new PropertiesDocument(file, entries, problems);
    }

    private static (string Key, string Value) Split(string line)
    {
        var keyLength = 0;
        while (keyLength < line.Length && line[keyLength] is not ('=' or ':') && !LogicalLineReader.IsBlank(line[keyLength]))
            keyLength += line[keyLength] == '\\' ? 2 : 1;
        keyLength = Math.Min(keyLength, line.Length);

        var rest = line.AsSpan(keyLength).TrimStart(" \t\f");
        if (rest is ['=' or ':', ..])
            rest = rest[1..].TrimStart(" \t\f");
        return (line[..keyLength], rest.ToString());
    }

    /// <summary>Resolves escapes; the result is the malformed <c>\u</c> escape that was met, or null.</summary>
    private static string? Unescape(string raw, out string text)
    {
        text = raw;
        var next = raw.IndexOf('\\', StringComparison.Ordinal);
        if (next < 0)
            return null;

        var plain = new StringBuilder(raw, 0, next, raw.Length);
        while (next < raw.Length)
        {
            var c = raw[next++];
            if (c != '\\' || next == raw.Length)
            {
                plain.Append(c);
                continue;
            }

            c = raw[next++];
            if (c == 'u')
            {
                var digits = raw.AsSpan(next, Math.Min(4, raw.Length - next));
                if (digits.Length < 4 || digits.ContainsAnyExcept(_hexDigits))
                    return $"\\u{digits}";
                plain.Append((char)ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                next += 4;
                continue;
            }

            plain.Append(c switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', _ => c });
        }

        text = plain.ToString();
        return null;
    }

    private static ConfigurationProblem MalformedEscape(string escape, string key, SourceLocation location)
        => new(
            ProblemSeverity.Error,
            ProblemCodes.MalformedEscape,
            SecretKeys.IsSecret(key)
                ? $"The value of {JavaText.Quote(key)} has a '\\u' that four hexadecimal digits do not follow"
                : $"{JavaText.Quote(key)} has a malformed escape '{escape}': four hexadecimal digits must follow '\\u'",
            location,
            Remedy: "double the backslash where a backslash is meant, as in 'C:\\\\users'; nothing runs until this is changed",
            Key: key);
}
