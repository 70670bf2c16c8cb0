using System.Text;

namespace FlumeSharp.Sources.Http.Blob;

// The parameters of a query or a form: the first value of each name, in their order. A semicolon separates nothing.
internal static class QueryParameters
{
    /// <summary>Reads parameters.</summary>
    /// <param name="text">Without a leading question mark; raw bytes above 7F as characters of their own, as they stand in a request line.</param>
    /// <param name="isLenient">Whether bytes that are no UTF-8 become U+FFFD.</param>
    /// <param name="found">Gets the parameters.</param>
    /// <exception cref="HttpHandlerException">An escape is malformed, or the text is no UTF-8.</exception>
    public static void Read(ReadOnlySpan<char> text, bool isLenient, Dictionary<string, string> found)
    {
        foreach (var range in text.Split('&'))
        {
            var pair = text[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = Decode(equals < 0 ? pair : pair[..equals], isLenient);
            found.TryAdd(name, equals < 0 ? "" : Decode(pair[(equals + 1)..], isLenient));
        }
    }

    private static string Decode(ReadOnlySpan<char> text, bool isLenient)
    {
        if (text.IndexOfAny('%', '+') < 0 && System.Text.Ascii.IsValid(text))
        {
            return text.ToString();
        }

        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '%')
            {
                bytes[length++] = Unescape(text, at);
                at += 2;
            }
            else if (c < 0x80)
            {
                bytes[length++] = (byte)(c == '+' ? ' ' : c);
            }
            else
            {
                var width = char.IsHighSurrogate(c) && at + 1 < text.Length ? 2 : 1;
                length += Encoding.UTF8.GetBytes(text.Slice(at, width), bytes.AsSpan(length));
                at += width - 1;
            }
        }

        var decoded = bytes.AsSpan(0, length);
        if (!isLenient && !System.Text.Unicode.Utf8.IsValid(decoded))
        {
            throw Unparsable("it is no UTF-8");
        }

        return Encoding.UTF8.GetString(decoded);
    }

    private static byte Unescape(ReadOnlySpan<char> text, int at) =>
        at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2])
            ? Convert.FromHexString(text.Slice(at + 1, 2))[0]
            : throw Unparsable("an escape is not of the form %xx");

    private static HttpHandlerException Unparsable(string why) => new($"400: Unable to parse URI query: {why}.");
}
