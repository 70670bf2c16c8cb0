namespace FlumeSharp.Sources.Taildir;

/// <summary>
/// Lines of one file that are read and not yet committed. It is kept while a channel refuses them: events are made from it for each
/// attempt, because interceptors may have changed those of the one before, and the file may have been cut meanwhile.
/// </summary>
internal sealed class LineBatch(int maxLines)
{
    private const int FirstCapacity = 100;

    // Ends a batch of long lines early, so that what is read ahead is bounded in bytes as well.
    private const long MostBytes = 8 * 1024 * 1024;

    private readonly byte[] _before = new byte[Fingerprint.Length];
    private (ReadOnlyMemory<byte> Body, long Offset)[] _lines = new (ReadOnlyMemory<byte>, long)[Math.Min(maxLines, FirstCapacity)];
    private int _beforeLength;
    private int _restarts;
    private long _bytes;

    public TailFile File { get; private set; } = null!;

    public int Count { get; private set; }

    public bool IsFull => Count >= maxLines || _bytes >= MostBytes;

    /// <summary>The position of the file once these lines are committed.</summary>
    public long End { get; private set; }

    public ReadOnlySpan<(ReadOnlyMemory<byte> Body, long Offset)> Lines => _lines.AsSpan(0, Count);

    public void Begin(TailFile file)
    {
        Clear();
        File = file;
        _restarts = file.Restarts;
    }

    public void Add(ReadOnlyMemory<byte> body, long offset)
    {
        if (Count == _lines.Length)
        {
            Array.Resize(ref _lines, Math.Min(maxLines, Count * 2));
        }

        _lines[Count++] = (body, offset);
        _bytes += body.Length;
    }

    /// <summary>Says where the lines end, and which bytes stand before that.</summary>
    public void Complete(long end, ReadOnlySpan<byte> before)
    {
        End = end;
        before.CopyTo(_before);
        _beforeLength = before.Length;
    }

    /// <summary>The channels have the lines.</summary>
    public void Commit()
    {
        if (File.Restarts == _restarts)
        {
            File.Advance(End, _before.AsSpan(0, _beforeLength));
        }

        Clear();
    }

    /// <summary>Lets go of the lines.</summary>
    public void Clear()
    {
        Array.Clear(_lines, 0, Count);
        (Count, _bytes) = (0, 0);
    }
}
