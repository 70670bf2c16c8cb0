using System.Buffers;
using System.Text;

namespace FlumeSharp.Sources.Http.Json;

/// <summary>The character set of a request: how its body is decoded and how the bodies of its events are encoded.</summary>
internal sealed class EventCharset
{
    // Java writes one '?' for half a surrogate pair in UTF-8, and U+FFFD in the wider encodings.
    private static readonly Encoding Utf8Encoder = Encoding.GetEncoding("utf-8", new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback);
    private readonly Func<ReadOnlySequence<byte>, char[]> _decode;
    private readonly Encoding _encoder;
    private readonly byte[] _mark;

    private EventCharset(Func<ReadOnlySequence<byte>, char[]> decode, Encoding encoder, byte[] mark)
    {
        _decode = decode;
        _encoder = encoder;
        _mark = mark;
    }

    /// <summary>UTF-8 in, UTF-8 out.</summary>
    public static EventCharset Utf8 { get; } = new(JavaUtf8.Decode, Utf8Encoder, []);

    /// <summary>ISO-8859-1 in, UTF-8 out: what Flume makes of a request that names no character set.</summary>
    public static EventCharset Latin1 { get; } = new(static body => Encoding.Latin1.GetString(body).ToCharArray(), Utf8Encoder, []);

    /// <summary>UTF-16 in either byte order, big-endian without a mark; out big-endian with a mark before every body.</summary>
    public static EventCharset Utf16 { get; } = new(
        static body => DecodeMarked(body, new UnicodeEncoding(bigEndian: false, byteOrderMark: true), Encoding.BigEndianUnicode),
        Encoding.BigEndianUnicode,
        [0xFE, 0xFF]);

    /// <summary>UTF-32 in either byte order, big-endian without a mark; out big-endian without a mark.</summary>
    public static EventCharset Utf32 { get; } = new(
        static body => DecodeMarked(body, new UTF32Encoding(bigEndian: false, byteOrderMark: true), new UTF32Encoding(bigEndian: true, byteOrderMark: false)),
        new UTF32Encoding(bigEndian: true, byteOrderMark: false),
        []);

    /// <summary>The characters of a request's body.</summary>
    public char[] Decode(ReadOnlySequence<byte> body) => _decode(body);

    /// <summary>The bytes of an event's body.</summary>
    public byte[] Encode(string body)
    {
        if (body.Length == 0)
        {
            return [];
        }

        var bytes = new byte[_mark.Length + _encoder.GetByteCount(body)];
        _mark.CopyTo(bytes, 0);
        _encoder.GetBytes(body, bytes.AsSpan(_mark.Length));
        return bytes;
    }

    /// <summary>Text that any encoder can write: half a surrogate pair becomes <c>?</c>, as Java writes it.</summary>
    public static string WithoutLoneSurrogates(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : Utf8Encoder.GetString(Utf8Encoder.GetBytes(text));

    // Only a little-endian mark changes the byte order. A big-endian mark goes away like the other.
    private static char[] DecodeMarked(ReadOnlySequence<byte> body, Encoding littleEndian, Encoding bigEndian)
    {
        var bytes = body.ToArray().AsSpan();
        var mark = littleEndian.Preamble;
        var encoding = bytes.StartsWith(mark) ? littleEndian : bigEndian;
        Span<byte> reversed = stackalloc byte[mark.Length];
        mark.CopyTo(reversed);
        reversed.Reverse();
        var skip = bytes.StartsWith(mark) || bytes.StartsWith(reversed) ? mark.Length : 0;
        var text = bytes[skip..];
        var chars = new char[encoding.GetCharCount(text)];
        encoding.GetChars(text, chars);
        return chars;
    }
}
