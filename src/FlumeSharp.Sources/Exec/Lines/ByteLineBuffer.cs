using System.Text;
using System.Text.Unicode;
using FlumeSharp.Sources.Http.Json;

namespace FlumeSharp.Sources.Exec.Lines;

/// <summary>
/// Lines of a character set whose bytes are passed on as they are: UTF-8 and ISO-8859-1. A line is a slice of the block that it was
/// read into, which its neighbours share; a block is only ever appended to.
/// </summary>
internal sealed class ByteLineBuffer(int maxLength, bool isUtf8) : LineBuffer
{
    private const int BlockLength = 64 * 1024;
    private const int LeastRoom = 4 * 1024;
    private byte[] _block = GC.AllocateUninitializedArray<byte>(BlockLength);
    private int _start;
    private int _searched;
    private int _end;
    private bool _afterReturn;
    private bool _isCutLine;

    public override Memory<byte> Room
    {
        get
        {
            if (_block.Length - _end < LeastRoom)
            {
                // The unfinished line moves; when it is long its room doubles, so that a byte is copied a few times at most.
                var unfinished = _block.AsSpan(_start, _end - _start);
                var block = GC.AllocateUninitializedArray<byte>(Math.Max(BlockLength, (unfinished.Length * 2) + LeastRoom));
                unfinished.CopyTo(block);
                _searched -= _start;
                _end -= _start;
                _start = 0;
                _block = block;
            }

            return _block.AsMemory(_end);
        }
    }

    public override void Filled(int count) => _end += count;

    public override bool TryTake(out ReadOnlyMemory<byte> line)
    {
        if (_afterReturn && _start < _end)
        {
            _afterReturn = false;
            _start += _block[_start] == '\n' ? 1 : 0;
            _searched = _start;
        }

        var at = _block.AsSpan(_searched, _end - _searched).IndexOfAny((byte)'\n', (byte)'\r');
        var lineEnd = at < 0 ? _end : _searched + at;
        if (lineEnd - _start > maxLength)
        {
            line = TakeCut();
            return true;
        }

        _searched = lineEnd;
        if (at < 0)
        {
            line = default;
            return false;
        }

        line = Take(lineEnd);
        _afterReturn = _block[lineEnd] == '\r';
        _searched = _start = lineEnd + 1;
        _isCutLine = false;
        return true;
    }

    public override bool TryTakeRest(out ReadOnlyMemory<byte> line)
    {
        var any = _start < _end;
        line = any ? Take(_end) : default;
        _searched = _start = _end;
        return any;
    }

    private ReadOnlyMemory<byte> TakeCut()
    {
        Cut += _isCutLine ? 0 : 1;
        _isCutLine = true;
        var end = _start + maxLength;

        // A character is not cut in two, as far as the bytes are characters.
        for (var back = 0; isUtf8 && back < 3 && (_block[end] & 0xC0) == 0x80; back++)
        {
            end--;
        }

        var piece = Take(end);
        _searched = _start = end;
        return piece;
    }

    private ReadOnlyMemory<byte> Take(int end)
    {
        var bytes = _block.AsMemory(_start, end - _start);
        if (!isUtf8 || Utf8.IsValid(bytes.Span))
        {
            return bytes;
        }

        Malformed++;
        return Encoding.UTF8.GetBytes(JavaUtf8.Decode(new(bytes)));
    }
}
