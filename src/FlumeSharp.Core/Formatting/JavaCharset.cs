using System.Text;

namespace FlumeSharp.Formatting;

/// <summary>Character sets by their Java names. What cannot be read becomes U+FFFD, what cannot be written a question mark, as in Java.</summary>
public static class JavaCharset
{
    private static readonly EncoderFallback WritesQuestionMark = new EncoderReplacementFallback("?");

    /// <summary>Finds a character set; null for a name that nobody knows.</summary>
    public static Encoding? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var trimmed = name.Trim();
        return trimmed.ToUpperInvariant() switch
        {
            // Without a mark Java reads big-endian, and writes it with one.
            "UTF-16" or "UTF16" or "UTF_16" => new MarkedUtf16(),
            "UTF8" or "UTF_8" => Find("utf-8"),
            "UTF-16BE" or "UTF_16BE" => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            "UTF-16LE" or "UTF_16LE" => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            "LATIN1" or "ISO8859_1" or "ISO8859-1" => Find("iso-8859-1"),
            "ASCII" => Find("us-ascii"),
            _ => BySystem(trimmed),
        };
    }

    private static Encoding? BySystem(string name)
    {
        // Java's old names: Cp1252 for windows-1252.
        var wanted = name.StartsWith("cp125", StringComparison.OrdinalIgnoreCase) ? "windows-" + name[2..] : name;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(wanted, WritesQuestionMark, DecoderFallback.ReplacementFallback)
                ?? Encoding.GetEncoding(wanted, WritesQuestionMark, DecoderFallback.ReplacementFallback);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // UTF-16 with a byte order mark: read by it, written big-endian after one.
    private sealed class MarkedUtf16 : Encoding
    {
        private static readonly Encoding Big = new UnicodeEncoding(bigEndian: true, byteOrderMark: true);
        private static readonly Encoding Little = new UnicodeEncoding(bigEndian: false, byteOrderMark: true);

        public override int GetByteCount(char[] chars, int index, int count) => count == 0 ? 0 : Big.GetByteCount(chars, index, count) + 2;

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
        {
            if (charCount == 0)
            {
                return 0;
            }

            Big.Preamble.CopyTo(bytes.AsSpan(byteIndex));
            return Big.GetBytes(chars, charIndex, charCount, bytes, byteIndex + 2) + 2;
        }

        public override int GetCharCount(byte[] bytes, int index, int count)
        {
            var (encoding, skip) = Of(bytes.AsSpan(index, count));
            return encoding.GetCharCount(bytes, index + skip, count - skip);
        }

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
        {
            var (encoding, skip) = Of(bytes.AsSpan(byteIndex, byteCount));
            return encoding.GetChars(bytes, byteIndex + skip, byteCount - skip, chars, charIndex);
        }

        public override int GetMaxByteCount(int charCount) => Big.GetMaxByteCount(charCount) + 2;

        public override int GetMaxCharCount(int byteCount) => Big.GetMaxCharCount(byteCount);

        private static (Encoding Encoding, int Skip) Of(ReadOnlySpan<byte> bytes) =>
            bytes.StartsWith(Little.Preamble) ? (Little, 2) : (Big, bytes.StartsWith(Big.Preamble) ? 2 : 0);
    }
}
