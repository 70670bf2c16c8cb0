using Microsoft.Win32.SafeHandles;

namespace FlumeSharp.Sources.Taildir;

/// <summary>One followed file: what it is called, how far its lines are delivered, and what was seen of it last.</summary>
/// <remarks>The source changes it from one call at a time; path and position are read by the writer of positions beside that.</remarks>
internal sealed class TailFile(FileGroup group, string path, FileIdentity identity, long position)
{
    private const long Never = -1;
    private readonly byte[] _before = new byte[Fingerprint.Length];
    private int _beforeLength;
    private long _position = position;
    private volatile string _path = path;

    public FileGroup Group { get; } = group;

    public FileIdentity Identity { get; } = identity;

    public string Path
    {
        get => _path;
        set => _path = value;
    }

    /// <summary>The first byte of the file whose line no channel has committed.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>The last bytes before <see cref="Position"/>, by which an overwritten file is known; none when they were never read.</summary>
    public ReadOnlySpan<byte> Before => _before.AsSpan(0, _beforeLength);

    /// <summary>The open file; null while it is closed.</summary>
    public SafeFileHandle? Handle { get; private set; }

    /// <summary>The headers of its events, but for the offset.</summary>
    public EventHeaders Headers { get; set; } = EventHeaders.Empty;

    /// <summary>The look at the files that last saw it under its name.</summary>
    public long SeenInLook { get; set; }

    /// <summary>Size and time of change at the last look.</summary>
    public (long Size, long Modified) Seen { get; private set; } = (Never, Never);

    /// <summary>When a look last found it changed: a timestamp of the source's clock.</summary>
    public long ChangedAt { get; private set; }

    /// <summary>Where its end was when it was last read up to it, and the time of change that the look before had seen.</summary>
    public (long End, long Modified) ReadTo { get; private set; } = (Never, Never);

    /// <summary>No line ends between the position and this byte; so a long line that grows is not read from its beginning each time.</summary>
    public long NoLineEndBefore { get; private set; }

    /// <summary>It has been unchanged for so long that its last line counts without a line end, and it is closed.</summary>
    public bool IsIdle { get; set; }

    /// <summary>How often it has begun again; lines that were read before that say nothing about its position any more.</summary>
    public int Restarts { get; private set; }

    /// <summary>Whether there is something that was not there when it was last read to its end.</summary>
    public bool HasNews => Seen.Size != Position && (Seen.Size != ReadTo.End || Seen.Modified != ReadTo.Modified);

    /// <summary>Takes note of what a look saw. True when it has changed since the look before.</summary>
    public bool Observe(in FileStatus status, long now)
    {
        if (Seen == (status.Size, status.Modified))
        {
            return false;
        }

        Seen = (status.Size, status.Modified);
        ChangedAt = now;
        return true;
    }

    /// <summary>It was read up to its end.</summary>
    public void ReachedEnd(long end)
    {
        ReadTo = (end, Seen.Modified);
        NoLineEndBefore = end;
    }

    /// <summary>All channels have the lines before a byte.</summary>
    public void Advance(long position, ReadOnlySpan<byte> before)
    {
        before.CopyTo(_before);
        _beforeLength = before.Length;
        Volatile.Write(ref _position, position);
    }

    /// <summary>Its content is another one: it begins at its first byte.</summary>
    public void Restart()
    {
        Restarts++;
        Advance(0, []);
        ReadTo = (Never, Never);
        NoLineEndBefore = 0;
    }

    public void Open(SafeFileHandle handle) => Handle = handle;

    public void Close()
    {
        Handle?.Dispose();
        Handle = null;
    }
}
