using FlumeSharp.Options;
using FlumeSharp.Serialization;
using Microsoft.Win32.SafeHandles;

namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>A file being read: its deserializer, its headers, and what it was when it was opened.</summary>
internal sealed class OpenSpooledFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly IEventDeserializer _deserializer;
    private readonly TransferTracker _tracker;
    private readonly List<KeyValuePair<string, string?>> _names;
    private readonly long _length;
    private readonly DateTime _changed;
    private EventHeaders? _lastOwn;
    private EventHeaders _lastAll = EventHeaders.Empty;
    private bool _isNew;

    private OpenSpooledFile(SpooledFile file, SafeFileHandle handle, IEventDeserializer deserializer, TransferTracker tracker, long start, List<KeyValuePair<string, string?>> names)
    {
        File = file;
        _handle = handle;
        _deserializer = deserializer;
        _tracker = tracker;
        _names = names;
        _isNew = start == 0;
        _length = RandomAccess.GetLength(handle);
        _changed = System.IO.File.GetLastWriteTimeUtc(handle);
    }

    public SpooledFile File { get; }

    /// <summary>Opens a file where an agent has left it, else at its beginning.</summary>
    /// <param name="file">The file.</param>
    /// <param name="meta">Where its place is kept.</param>
    /// <param name="deserializer">What reads it.</param>
    /// <param name="options">The source's keys.</param>
    /// <param name="context">The source's context.</param>
    /// <exception cref="BadFileException">It is not what the deserializer reads.</exception>
    public static OpenSpooledFile Open(SpooledFile file, string meta, ComponentReference deserializer, SpoolDirectorySourceOptions options, SourceContext context)
    {
        var handle = System.IO.File.OpenHandle(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        IEventDeserializer? reader = null;
        try
        {
            var start = StartOf(file, handle, meta, context);
            reader = context.Activator.Create<IEventDeserializer>(deserializer, new DeserializerContext
            {
                File = handle,
                Path = file.Path,
                Start = start,
                InputCharset = options.InputCharset,
                DecodeErrorPolicy = options.DecodeErrorPolicy,
                Logger = context.Logger,
                SourceName = context.Name,
            });
            return new(file, handle, reader, TransferTracker.Begin(meta, file.Path, start), start, NamesOf(file, options));
        }
        catch
        {
            reader?.Dispose();
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next batch; false at the end of the file. An empty file is one event without a body.</summary>
    public bool Read(EventBatch batch, int maxEvents)
    {
        var count = _deserializer.Read(batch, maxEvents);
        if (count == 0 && _isNew && _length == 0)
        {
            batch.Add(new Event(default));
            count = 1;
        }

        _isNew = false;
        if (_names.Count > 0)
        {
            foreach (var item in batch.Events)
            {
                item.Headers = WithNames(item.Headers);
            }
        }

        return count > 0;
    }

    /// <summary>Keeps the place: all that was read is in its channels.</summary>
    public void Delivered() => _tracker.Store(_deserializer.Position);

    /// <summary>How the file differs from what it was when it was opened; null when it does not.</summary>
    public string? Change()
    {
        if (!System.IO.File.Exists(File.Path))
        {
            return "has been removed";
        }

        // The file may be a link; what counts is what it leads to.
        var now = (FileInfo?)System.IO.File.ResolveLinkTarget(File.Path, returnFinalTarget: true) ?? new FileInfo(File.Path);
        return now.Length != _length ? $"has changed its size from {_length} to {now.Length} bytes"
            : now.LastWriteTimeUtc != _changed ? "has been modified"
            : null;
    }

    /// <summary>The file is done with: its place need not be kept.</summary>
    public void ForgetPlace() => _tracker.Forget();

    public void Dispose()
    {
        _deserializer.Dispose();
        _tracker.Dispose();
        _handle.Dispose();
    }

    private static long StartOf(SpooledFile file, SafeFileHandle handle, string meta, SourceContext context)
    {
        if (TransferTracker.Read(meta) is not { } kept || !string.Equals(Path.GetFullPath(kept.File), Path.GetFullPath(file.Path), StringComparison.Ordinal))
        {
            return 0;
        }

        if (kept.Offset > RandomAccess.GetLength(handle))
        {
            // Another file by that name.
            Log.ShorterThanTracked(context.Logger, context.Name, file.Path, kept.Offset);
            return 0;
        }

        if (kept.Offset > 0)
        {
            Log.Resumed(context.Logger, context.Name, file.Path, kept.Offset);
        }

        return kept.Offset;
    }

    private static List<KeyValuePair<string, string?>> NamesOf(SpooledFile file, SpoolDirectorySourceOptions options)
    {
        var names = new List<KeyValuePair<string, string?>>();
        if (options.FileHeader)
        {
            names.Add(new(options.FileHeaderKey, Path.GetFullPath(file.Path)));
        }

        if (options.BasenameHeader)
        {
            names.Add(new(options.BasenameHeaderKey, file.Name));
        }

        return names;
    }

    // Events of a file mostly share one set of headers, and go on doing so.
    private EventHeaders WithNames(EventHeaders own)
    {
        if (!ReferenceEquals(own, _lastOwn))
        {
            _lastOwn = own;
            _lastAll = EventHeaders.Create([.. own.AsSpan(), .. _names]);
        }

        return _lastAll;
    }
}
