using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File;

/// <summary>A disk some of whose reads fail.</summary>
internal sealed class FaultyReads(IStorage disk) : IStorage
{
    /// <summary>Whether a read at a place of a file fails.</summary>
    public Func<long, bool> Fails { get; set; } = static _ => false;

    public void CreateDirectory(string path) => disk.CreateDirectory(path);

    public IReadOnlyList<string> ListFiles(string directory) => disk.ListFiles(directory);

    public IStorageFile OpenRead(string path) => new Reading(this, disk.OpenRead(path));

    public IStorageFile OpenWrite(string path) => disk.OpenWrite(path);

    public IStorageFile Create(string path) => disk.Create(path);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string path) => disk.Delete(path);

    public void SyncDirectory(string path) => disk.SyncDirectory(path);

    public long FreeSpace(string directory) => disk.FreeSpace(directory);

    public IDisposable Lock(string directory, string channel) => disk.Lock(directory, channel);

    private sealed class Reading(FaultyReads owner, IStorageFile file) : IStorageFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> destination, long offset) => owner.Fails(offset) ? throw new IOException("Input/output error", 5) : file.Read(destination, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset) => file.Write(bytes, offset);

        public void Flush() => file.Flush();

        public void SetLength(long length) => file.SetLength(length);

        public void Dispose() => file.Dispose();
    }
}
