using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File;

/// <summary>An open file of a simulated disk.</summary>
internal sealed class SimulatedFile(SimulatedDisk disk, SimulatedInode inode) : IStorageFile
{
    public long Length
    {
        get
        {
            lock (disk.Gate)
            {
                return inode.Length;
            }
        }
    }

    public int Read(Span<byte> destination, long offset)
    {
        lock (disk.Gate)
        {
            disk.Step();
            return inode.Read(destination, offset);
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        lock (disk.Gate)
        {
            // A crash in the middle of a write leaves a part of it.
            var wasOff = disk.IsOff;
            try
            {
                disk.Step();
            }
            catch (IOException) when (!wasOff)
            {
                inode.Write(bytes[..disk.Random.Next(bytes.Length + 1)], offset);
                throw;
            }

            if (disk.FullWrites > 0)
            {
                disk.FullWrites--;
                inode.Write(bytes[..disk.Random.Next(bytes.Length)], offset);
                disk.Trace?.Invoke("  full");
                throw new IOException("No space left on device", DiskErrors.NoSpace);
            }

            if (disk.FailingWrites > 0)
            {
                disk.FailingWrites--;
                inode.Write(bytes[..disk.Random.Next(bytes.Length)], offset);
                throw new IOException("Input/output error", 5);
            }

            inode.Write(disk.CutsNextWriteShort ? bytes[..(bytes.Length / 2)] : bytes, offset);
            disk.CutsNextWriteShort = false;
        }
    }

    public void Flush()
    {
        lock (disk.Gate)
        {
            disk.Step();
            if (disk.FailsNextFlush)
            {
                disk.FailsNextFlush = false;
                inode.LoseUnflushed(disk.Random);
                throw new IOException("Input/output error", 5);
            }

            if (!disk.LiesAboutFlushes)
            {
                inode.Flush();
            }
        }
    }

    public void SetLength(long length)
    {
        lock (disk.Gate)
        {
            disk.Step();
            if (disk.FailsNextCut)
            {
                disk.FailsNextCut = false;
                throw new IOException("Input/output error", 5);
            }

            inode.SetLength(length);
        }
    }

    public void Dispose()
    {
    }
}
