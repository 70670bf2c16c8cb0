using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Reading;

/// <summary>The files that are open for reading: a few, those used last. Its owner does the locking.</summary>
internal sealed class OpenSegments(IStorage storage) : IDisposable
{
    private const int Most = 16;
    private readonly List<(uint Id, IStorageFile File)> _files = [];

    /// <summary>The file of a segment.</summary>
    public IStorageFile Get(Segment segment)
    {
        var at = _files.FindIndex(open => open.Id == segment.Id);
        if (at == _files.Count - 1 && at >= 0)
        {
            return _files[at].File;
        }

        var found = at >= 0 ? _files[at] : (segment.Id, storage.OpenRead(segment.Path));
        if (at >= 0)
        {
            _files.RemoveAt(at);
        }
        else if (_files.Count == Most)
        {
            _files[0].File.Dispose();
            _files.RemoveAt(0);
        }

        _files.Add(found);
        return found.Item2;
    }

    /// <summary>Closes the file of one segment.</summary>
    public void Close(uint id)
    {
        var at = _files.FindIndex(open => open.Id == id);
        if (at >= 0)
        {
            _files[at].File.Dispose();
            _files.RemoveAt(at);
        }
    }

    public void Dispose()
    {
        _files.ForEach(static open => open.File.Dispose());
        _files.Clear();
    }
}
