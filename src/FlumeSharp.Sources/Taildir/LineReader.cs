using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace FlumeSharp.Sources.Taildir;

/// <summary>
/// Reads lines of one file after the other into blocks that the events' bodies are slices of: a line is copied once, by the system, and
/// a block of many lines is one allocation.
/// </summary>
/// <remarks>A file has no buffer of its own, so ten thousand of them cost nothing here: what follows its last line end is read again when it has grown.</remarks>
internal sealed class LineReader(int maxLineLength)
{
    // Below the size from which the runtime takes arrays for large ones, which only a full collection frees.
    private const int BlockLength = 64 * 1024;
    private const int LeastRoom = 4 * 1024;

    // Bytes of a file: _block[_first.._end], of which those before _next are in lines already.
    private byte[] _block = [];
    private int _first;
    private int _next;
    private int _end;

    private TailFile? _file;
    private long _offset;

    /// <summary>Lines that were cut since the reader was made.</summary>
    public long LongLines { get; private set; }

    /// <summary>Where the last of them begins.</summary>
    public long LastLongLine { get; private set; }

    /// <summary>Reads from the position of a file until a batch is full or the file ends.</summary>
    /// <param name="file">The file.</param>
    /// <param name="handle">The file, open.</param>
    /// <param name="lines">The batch, empty.</param>
    /// <param name="takesRest">Whether what follows the last line end counts as a line.</param>
    public ReadOutcome Read(TailFile file, SafeFileHandle handle, LineBatch lines, bool takesRest)
    {
        if (!ReferenceEquals(_file, file) || _offset != file.Position)
        {
            Leave();
            if (!takesRest && IsLongLineUnfinished(file, handle))
            {
                return ReadOutcome.End;
            }

            if (!Begin(file, handle))
            {
                Leave();
                return ReadOutcome.Overwritten;
            }
        }

        var isAtEnd = !Fill(handle, lines);
        if (isAtEnd)
        {
            file.ReachedEnd(_offset + _end - _next);
            if (takesRest && _end > _next)
            {
                Take(lines, _end - _next, _end - _next);
            }
        }

        lines.Complete(_offset, _block.AsSpan(BeforeNext(), _next - BeforeNext()));
        if (isAtEnd)
        {
            Leave();
        }

        return isAtEnd ? ReadOutcome.End : ReadOutcome.More;
    }

    /// <summary>Forgets the file at hand; what it had in the block is read again when it is needed.</summary>
    public void Leave()
    {
        _file = null;
        _first = _next = _end;
    }

    // Fills the batch; false when the file ended before that.
    private bool Fill(SafeFileHandle handle, LineBatch lines)
    {
        var searched = 0;
        while (!lines.IsFull)
        {
            var length = _block.AsSpan(_next + searched, _end - _next - searched).IndexOf((byte)'\n');
            length = length < 0 ? _end - _next : length + searched;
            if (length > maxLineLength)
            {
                CutLine(lines);
                searched = 0;
            }
            else if (length < _end - _next)
            {
                var isCrLf = length > 0 && _block[_next + length - 1] == '\r';
                Take(lines, isCrLf ? length - 1 : length, length + 1);
                searched = 0;
            }
            else
            {
                searched = length;
                if (ReadOn(handle, _offset + length) == 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void Take(LineBatch lines, int length, int withEnd)
    {
        lines.Add(_block.AsMemory(_next, length), _offset);
        _next += withEnd;
        _offset += withEnd;
    }

    private void CutLine(LineBatch lines)
    {
        LongLines++;
        LastLongLine = _offset;
        Take(lines, maxLineLength, maxLineLength);
    }

    // The first read takes in the bytes before the position too: they show for nothing whether the file is still the same.
    private bool Begin(TailFile file, SafeFileHandle handle)
    {
        _file = file;
        _offset = file.Position;
        var before = file.Before;
        if (before.Length == 0)
        {
            return true;
        }

        if (ReadOn(handle, _offset - before.Length) < before.Length
            || !Fingerprint.IsSame(before, _block.AsSpan(_first, before.Length)))
        {
            return false;
        }

        _next += before.Length;
        return true;
    }

    private int ReadOn(SafeFileHandle handle, long offset)
    {
        if (_block.Length - _end < LeastRoom)
        {
            TakeNewBlock();
        }

        var count = RandomAccess.Read(handle, _block.AsSpan(_end), offset);
        _end += count;
        return count;
    }

    // Lines that were taken stay where they are; only what is not in a line yet moves, and the bytes before it that tell the file.
    private void TakeNewBlock()
    {
        var kept = _block.AsSpan(BeforeNext(), _end - BeforeNext());
        var next = _next - BeforeNext();
        var block = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, Math.Max(BlockLength, 2L * kept.Length)));
        kept.CopyTo(block);
        (_block, _first, _next, _end) = (block, 0, next, kept.Length);
    }

    private int BeforeNext() => Math.Max(_first, _next - Fingerprint.Length);

    // A line of megabytes that grows bit by bit would be read from its beginning again and again: only what is new is searched, until its end comes.
    private bool IsLongLineUnfinished(TailFile file, SafeFileHandle handle)
    {
        var from = file.NoLineEndBefore;
        if (from - file.Position < BlockLength)
        {
            return false;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            int count;
            while ((count = RandomAccess.Read(handle, buffer, from)) > 0)
            {
                from += count;
                if (from - file.Position > maxLineLength || buffer.AsSpan(0, count).Contains((byte)'\n'))
                {
                    return false;
                }
            }

            file.ReachedEnd(from);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
