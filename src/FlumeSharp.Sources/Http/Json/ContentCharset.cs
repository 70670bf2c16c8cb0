using System.Text;

namespace FlumeSharp.Sources.Http.Json;

// The character set that Flume's server reads out of a Content-Type: UTF-8 for exactly the JSON types, ISO-8859-1 for all others
// that name none.
internal static class ContentCharset
{
    private static readonly string[] TypesKnownWithCharset = ["application/json", "text/json", "text/html", "text/plain", "text/xml"];

    public static EventCharset Of(string? contentType)
    {
        if (contentType is null)
        {
            return EventCharset.Latin1;
        }

        if (contentType is "application/json"
            || contentType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || contentType.Equals("text/json", StringComparison.OrdinalIgnoreCase))
        {
            return EventCharset.Utf8;
        }

        var name = NameIn(contentType);
        return name?.ToLowerInvariant() switch
        {
            null => EventCharset.Latin1,
            "utf-8" or "utf8" => EventCharset.Utf8,
            "utf-16" or "utf16" => EventCharset.Utf16,
            "utf-32" => EventCharset.Utf32,
            _ => throw new HttpHandlerException(IsKnownToJava(name) ? "JSON handler supports UTF-8, UTF-16 and UTF-32 only." : name),
        };
    }

    /// <summary>The value of the charset parameter; null when there is none or it is empty.</summary>
    public static string? NameIn(string contentType)
    {
        for (var at = contentType.IndexOf(';', StringComparison.Ordinal); at >= 0; at = contentType.IndexOf(';', at + 1))
        {
            var parameter = contentType.AsSpan(at + 1).TrimStart(' ');
            if (parameter.StartsWith("charset", Comparison(contentType.AsSpan(0, at))) && parameter[7..].TrimStart(' ') is ['=', ..] rest)
            {
                return ValueOf(rest[1..].TrimStart(' '));
            }
        }

        return null;
    }

    private static string? ValueOf(ReadOnlySpan<char> text)
    {
        var isQuoted = text is ['"', ..];
        text = isQuoted ? text[1..] : text;
        var end = isQuoted ? text.IndexOf('"') : text.IndexOfAny(';', ' ');
        var value = end < 0 ? text : text[..end];
        return value.IsEmpty && end < 0 ? null : value.ToString();
    }

    // Jetty knows some types together with their parameter and ignores case there; elsewhere the parameter must be in lower case.
    private static StringComparison Comparison(ReadOnlySpan<char> type)
    {
        foreach (var known in TypesKnownWithCharset)
        {
            if (type.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return StringComparison.OrdinalIgnoreCase;
            }
        }

        return StringComparison.Ordinal;
    }

    private static bool IsKnownToJava(string name)
    {
        try
        {
            return (CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name)) is not null
                || name.StartsWith("utf-", StringComparison.OrdinalIgnoreCase);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
