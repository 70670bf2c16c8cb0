using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Reading;

/// <summary>The files that are open for reading: a few, those used last. Its owner does the locking.</summary>
internal sealed class OpenSegments(IStorage storage) : IDisposable
{
    private const int Most = 16;
    private readonly List<(uint Id, IStorageFile File, EventCipher? Cipher)> _files = [];

    /// <summary>The file of a segment.</summary>
    public IStorageFile Get(Segment segment) => Find(segment).File;

    /// <summary>What decrypts its events; null when it is plain, or its key is lost.</summary>
    public EventCipher? CipherOf(Segment segment) => Find(segment).Cipher;

    private (uint Id, IStorageFile File, EventCipher? Cipher) Find(Segment segment)
    {
        var at = _files.FindIndex(open => open.Id == segment.Id);
        if (at == _files.Count - 1 && at >= 0)
        {
            return _files[at];
        }

        var found = at >= 0 ? _files[at] : (segment.Id, storage.OpenRead(segment.Path), segment.Key?.CreateCipher());
        if (at >= 0)
        {
            _files.RemoveAt(at);
        }
        else if (_files.Count == Most)
        {
            Close(_files[0].Id);
        }

        _files.Add(found);
        return found;
    }

    /// <summary>Closes the file of one segment.</summary>
    public void Close(uint id)
    {
        var at = _files.FindIndex(open => open.Id == id);
        if (at >= 0)
        {
            _files[at].File.Dispose();
            _files[at].Cipher?.Dispose();
            _files.RemoveAt(at);
        }
    }

    public void Dispose()
    {
        while (_files.Count > 0)
        {
            Close(_files[^1].Id);
        }
    }
}
