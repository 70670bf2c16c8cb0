using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>Reads a file through a buffer of fixed size, forwards for the most part. Not safe for concurrent use.</summary>
internal sealed class LogWindow : IDisposable
{
    /// <summary>The most bytes that <see cref="Peek"/> can show at once.</summary>
    public const int Size = 128 * 1024;

    private readonly SafeFileHandle _file;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Size);
    private long _start;
    private int _count;

    public LogWindow(string path)
    {
        Path = path;
        _file = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Length = RandomAccess.GetLength(_file);
    }

    public string Path { get; }

    /// <summary>The file's length when it was opened.</summary>
    public long Length { get; }

    /// <summary>The bytes at an offset: <paramref name="count"/> of them, or fewer where the file ends. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Peek(long offset, int count)
    {
        count = (int)Math.Clamp(Length - offset, 0, count);
        if (offset < _start || offset + count > _start + _count)
            Fill(offset);
        var available = (int)Math.Min(count, _start + _count - offset);
        return _buffer.AsSpan((int)(offset - _start), Math.Max(available, 0));
    }

    /// <summary>Copies bytes that may be more than the window shows.</summary>
    /// <returns>Whether all of them were there.</returns>
    public bool Read(long offset, Span<byte> destination)
    {
        if (destination.Length <= Size)
        {
            var bytes = Peek(offset, destination.Length);
            bytes.CopyTo(destination);
            return bytes.Length == destination.Length;
        }

        return ReadFile(offset, destination) == destination.Length;
    }

    public void Dispose()
    {
        _file.Dispose();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Fill(long offset)
    {
        _count = 0;
        _start = offset;
        _count = ReadFile(offset, _buffer.AsSpan(0, Size));
    }

    private int ReadFile(long offset, Span<byte> destination)
    {
        var total = 0;
        for (int read; total < destination.Length && (read = RandomAccess.Read(_file, destination[total..], offset + total)) > 0; total += read)
        {
        }

        return total;
    }
}
