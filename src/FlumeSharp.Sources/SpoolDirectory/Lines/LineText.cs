using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using FlumeSharp.Formatting;
using FlumeSharp.Serialization;
using FlumeSharp.Sources.Http.Json;

namespace FlumeSharp.Sources.SpoolDirectory.Lines;

/// <summary>
/// The characters of a file: where its lines end, and what a line is in the character set of the events. A line feed is found without
/// decoding: in all character sets but the wide ones it is one byte that occurs in no other character.
/// </summary>
internal sealed class LineText
{
    private readonly Encoding _input;
    private readonly Encoding _output;
    private readonly DecodeErrorPolicy _policy;
    private readonly bool _isUtf8;
    private readonly bool _keepsAscii;
    private readonly bool _keepsUtf8;
    private readonly bool _keepsAll;
    private readonly byte _lineFeed = (byte)'\n';
    private readonly bool _isBigEndian;

    /// <summary>Works out how a file is read.</summary>
    /// <param name="charset">The file's character set.</param>
    /// <param name="outputCharset">The events'.</param>
    /// <param name="policy">What becomes of bytes that are not of it.</param>
    /// <param name="head">The file's first bytes, for a mark of order.</param>
    public LineText(string charset, string outputCharset, DecodeErrorPolicy policy, ReadOnlySpan<byte> head)
    {
        _policy = policy;
        _output = Find(outputCharset);
        var input = Find(charset);
        if (input.CodePage == 0)
        {
            // UTF-16 without an order in its name: big-endian where no mark says otherwise.
            var isLittle = head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]);
            MarkLength = isLittle || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? 2 : 0;
            input = new UnicodeEncoding(!isLittle, byteOrderMark: false);
        }

        _isUtf8 = input.CodePage == Encoding.UTF8.CodePage;
        _input = WithFallback(input, policy);
        var lineFeed = input.GetBytes("\n");
        Unit = lineFeed.Length is 2 or 4 && input is UnicodeEncoding or UTF32Encoding ? lineFeed.Length : 1;
        _isBigEndian = Unit > 1 && lineFeed[^1] == '\n';
        _lineFeed = Unit == 1 ? lineFeed[0] : _lineFeed;
        _keepsAscii = IsAscii(input) && IsAscii(_output);
        _keepsUtf8 = _isUtf8 && _output.CodePage == Encoding.UTF8.CodePage;
        _keepsAll = input.CodePage == Encoding.Latin1.CodePage && _output.CodePage == Encoding.Latin1.CodePage;
    }

    /// <summary>Bytes of the shortest character.</summary>
    public int Unit { get; }

    /// <summary>Bytes of a mark at the beginning that is no character.</summary>
    public int MarkLength { get; }

    /// <summary>Finds the first line feed; negative where there is none.</summary>
    public int IndexOfLineFeed(ReadOnlySpan<byte> bytes) => Unit switch
    {
        1 => bytes.IndexOf(_lineFeed),
        2 => MemoryMarshal.Cast<byte, ushort>(bytes).IndexOf((ushort)(IsSwapped ? 0x0A00 : 0x000A)) * 2,
        _ => MemoryMarshal.Cast<byte, uint>(bytes).IndexOf(IsSwapped ? 0x0A000000u : 0x0000000Au) * 4,
    };

    /// <summary>A whole line in the events' character set; the very same memory where nothing changes.</summary>
    /// <exception cref="DecoderFallbackException">It has bytes that are not of the file's character set, which is not allowed.</exception>
    public ReadOnlyMemory<byte> Convert(ReadOnlyMemory<byte> line)
    {
        var bytes = line.Span;
        if (_keepsAll || (_keepsUtf8 && Utf8.IsValid(bytes)) || (_keepsAscii && Ascii.IsValid(bytes)))
        {
            return line;
        }

        return _isUtf8 && _policy == DecodeErrorPolicy.Replace
            ? _output.GetBytes(JavaUtf8.Decode(new(line)))
            : _output.GetBytes(_input.GetString(bytes));
    }

    /// <summary>The beginning of a line in the events' character set.</summary>
    /// <param name="line">The line, or what is there of it.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="maxChars">Most characters to take.</param>
    /// <param name="bytesUsed">How many bytes they take up.</param>
    /// <param name="chars">How many they are.</param>
    public byte[] ConvertStart(ReadOnlySpan<byte> line, bool isWhole, int maxChars, out int bytesUsed, out int chars)
    {
        if (Unit == 2)
        {
            // A decoder may stop between the halves of a pair, and keep the first to itself.
            chars = Math.Min(maxChars, line.Length / Unit);
            chars -= chars * Unit < line.Length && IsFirstOfPair(line[((chars - 1) * Unit)..]) ? 1 : 0;
            bytesUsed = isWhole && chars < maxChars && chars * Unit >= line.Length - 1 ? line.Length : chars * Unit;
            return _output.GetBytes(_input.GetString(line[..bytesUsed]));
        }

        var text = new char[Math.Min(maxChars, line.Length + 1)];
        _input.GetDecoder().Convert(line, text, isWhole, out bytesUsed, out chars, out _);
        return _output.GetBytes(text, 0, chars);
    }

    /// <summary>How many characters so many bytes are at most.</summary>
    public int MostChars(int bytes) => Unit == 4 ? bytes / 2 : bytes / Unit;

    private bool IsFirstOfPair(ReadOnlySpan<byte> unit) => (unit[_isBigEndian ? 0 : 1] & 0xFC) == 0xD8;

    private bool IsSwapped => _isBigEndian == BitConverter.IsLittleEndian;

    private static Encoding Find(string charset) => JavaCharset.Find(charset) ?? throw new FlumeException($"'{charset}' is no known character set.");

    private static Encoding WithFallback(Encoding encoding, DecodeErrorPolicy policy)
    {
        var own = (Encoding)encoding.Clone();
        own.DecoderFallback = policy switch
        {
            DecodeErrorPolicy.Fail => DecoderFallback.ExceptionFallback,
            DecodeErrorPolicy.Replace => new DecoderReplacementFallback("\uFFFD"),
            _ => new DecoderReplacementFallback(""),
        };
        return own;
    }

    private static bool IsAscii(Encoding encoding)
    {
        if (encoding.CodePage is 65001 or 28591 or 20127)
        {
            return true;
        }

        var all = Enumerable.Range(0, 128).Select(static i => (byte)i).ToArray();
        return encoding.IsSingleByte && string.Equals(encoding.GetString(all), Encoding.ASCII.GetString(all), StringComparison.Ordinal);
    }
}
