using System.Text;

namespace FlumeSharp.Sources.Exec.Lines;

/// <summary>Lines of any character set: decoded, split, and encoded again one by one, because the bytes of a line may depend on those before it.</summary>
internal sealed class TextLineBuffer(Encoding encoding, int maxLength) : LineBuffer
{
    private readonly byte[] _bytes = new byte[16 * 1024];
    private Decoder? _decoder;
    private int _kept;
    private char[] _chars = new char[16 * 1024];
    private int _start;
    private int _searched;
    private int _end;
    private bool _afterReturn;
    private bool _isCutLine;

    public override Memory<byte> Room => _bytes.AsMemory(_kept);

    public override void Filled(int count)
    {
        var bytes = _bytes.AsSpan(0, _kept + count);
        if (_decoder is null && bytes.Length < 2 && HasMark)
        {
            _kept = bytes.Length;
            return;
        }

        _decoder ??= DecoderFor(ref bytes);
        _kept = 0;
        Decode(bytes, isLast: false);
    }

    public override bool TryTake(out ReadOnlyMemory<byte> line)
    {
        if (_afterReturn && _start < _end)
        {
            _afterReturn = false;
            _start += _chars[_start] == '\n' ? 1 : 0;
            _searched = _start;
        }

        var at = _chars.AsSpan(_searched, _end - _searched).IndexOfAny('\n', '\r');
        var lineEnd = at < 0 ? _end : _searched + at;
        if (lineEnd - _start > maxLength)
        {
            Cut += _isCutLine ? 0 : 1;
            _isCutLine = true;
            var end = _start + maxLength;
            line = Take(char.IsHighSurrogate(_chars[end - 1]) ? end - 1 : end);
            return true;
        }

        _searched = lineEnd;
        if (at < 0)
        {
            line = default;
            return false;
        }

        line = Take(lineEnd);
        _afterReturn = _chars[lineEnd] == '\r';
        _searched = _start = lineEnd + 1;
        _isCutLine = false;
        return true;
    }

    public override bool TryTakeRest(out ReadOnlyMemory<byte> line)
    {
        var bytes = _bytes.AsSpan(0, _kept);
        _decoder ??= DecoderFor(ref bytes);
        _kept = 0;
        Decode(bytes, isLast: true);
        if (_afterReturn && _start < _end && _chars[_start] == '\n')
        {
            _start++;
        }

        var any = _start < _end;
        line = any ? Take(_end) : default;
        return any;
    }

    // UTF-16 without an order in its name is the one character set here that is none of the system's.
    private bool HasMark => encoding.CodePage == 0;

    // It is read by its mark, big-endian where there is none.
    private Decoder DecoderFor(ref Span<byte> bytes)
    {
        if (!HasMark)
        {
            return encoding.GetDecoder();
        }

        var isLittle = bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]);
        bytes = isLittle || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? bytes[2..] : bytes;
        return new UnicodeEncoding(bigEndian: !isLittle, byteOrderMark: false).GetDecoder();
    }

    private void Decode(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var most = _decoder!.GetCharCount(bytes, isLast);
        if (_chars.Length - _end < most)
        {
            var unfinished = _chars.AsSpan(_start, _end - _start);
            var room = unfinished.Length + most <= _chars.Length / 2 ? _chars : new char[(unfinished.Length + most) * 2];
            unfinished.CopyTo(room);
            _searched -= _start;
            _end -= _start;
            _start = 0;
            _chars = room;
        }

        _end += _decoder.GetChars(bytes, _chars.AsSpan(_end), isLast);
    }

    private byte[] Take(int end)
    {
        var chars = _chars.AsSpan(_start, end - _start);
        Malformed += chars.Contains('\uFFFD') ? 1 : 0;
        var line = new byte[encoding.GetByteCount(chars)];
        encoding.GetBytes(chars, line);
        _searched = _start = end;
        return line;
    }
}
