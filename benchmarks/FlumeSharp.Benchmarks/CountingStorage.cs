using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Benchmarks;

/// <summary>The machine's file system, with a count of the bytes written.</summary>
internal sealed class CountingStorage : IStorage
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public void Reset() => Interlocked.Exchange(ref _bytes, 0);

    public void CreateDirectory(string path) => DiskStorage.Instance.CreateDirectory(path);

    public IReadOnlyList<string> ListFiles(string directory) => DiskStorage.Instance.ListFiles(directory);

    public IStorageFile OpenRead(string path) => DiskStorage.Instance.OpenRead(path);

    public IStorageFile OpenWrite(string path) => DiskStorage.Instance.OpenWrite(path);

    public IStorageFile Create(string path) => new CountingFile(this, DiskStorage.Instance.Create(path));

    public void Rename(string from, string to) => DiskStorage.Instance.Rename(from, to);

    public void Delete(string path) => DiskStorage.Instance.Delete(path);

    public void SyncDirectory(string path) => DiskStorage.Instance.SyncDirectory(path);

    public long FreeSpace(string directory) => DiskStorage.Instance.FreeSpace(directory);

    public IDisposable Lock(string directory, string channel) => DiskStorage.Instance.Lock(directory, channel);

    private sealed class CountingFile(CountingStorage storage, IStorageFile file) : IStorageFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> destination, long offset) => file.Read(destination, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            Interlocked.Add(ref storage._bytes, bytes.Length);
            file.Write(bytes, offset);
        }

        public void Flush() => file.Flush();

        public void SetLength(long length) => file.SetLength(length);

        public void Dispose() => file.Dispose();
    }
}
