using System.Text;
using FlumeSharp.Formatting;

namespace FlumeSharp.Sources.Netcat;

// A connection's bytes as UTF-8.
internal static class NetcatText
{
    /// <summary>The stream itself where it is UTF-8 already; reading from it fails at bytes that are no text.</summary>
    public static Stream AsUtf8(Stream stream, string name)
    {
        var encoding = JavaCharset.Find(name)!;
        if (encoding.CodePage == Encoding.UTF8.CodePage)
        {
            return stream;
        }

        // Java reads "UTF-16" big-endian. The character set that this stands for here cannot be read piece by piece.
        var strict = name.Trim().ToUpperInvariant() is "UTF-16" or "UTF16" or "UTF_16"
            ? new UnicodeEncoding(bigEndian: true, byteOrderMark: false)
            : (Encoding)encoding.Clone();
        if (strict.IsReadOnly)
        {
            strict = (Encoding)strict.Clone();
        }

        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return Encoding.CreateTranscodingStream(stream, strict, new UTF8Encoding(false), leaveOpen: true);
    }
}
