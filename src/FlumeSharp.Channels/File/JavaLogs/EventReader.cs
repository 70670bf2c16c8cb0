using System.IO.Hashing;
using FlumeSharp.Channels.File.JavaLogs.Protos;

namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>Reads the events of puts. Keeps a few logs open, because several data directories take turns.</summary>
internal sealed class EventReader(IReadOnlyDictionary<int, JavaLogFile> logs, Func<JavaLogFile, LogFileReader> open, Action<JavaLogProblem> report) : IDisposable
{
    private const int MostOpen = 8;

    private readonly LinkedList<LogFileReader> _open = [];

    /// <summary>Reads an event and checks it.</summary>
    /// <returns>The event, or <see langword="null"/> where it cannot be had; the reason has been reported then.</returns>
    public Event? Read(EventPointer pointer)
    {
        if (!logs.TryGetValue(pointer.LogId, out var log))
        {
            report(new JavaLogProblem(ProblemKind.LostEvent, $"log-{pointer.LogId}", pointer.Offset, 0, "an event of this log waits to be delivered, but the log is gone or empty"));
            return null;
        }

        var reader = Open(log);
        var kind = reader.Classify(pointer.Offset, out var length);
        if (kind == FrameKind.Skipped)
        {
            Report(ProblemKind.Note, length, "an event waited here that the integrity tool of Flume has struck out");
            return null;
        }

        if (pointer.Offset < 0 || !reader.TryRead(pointer.Offset, out var frame) || frame.Record.Type != RecordType.Put)
        {
            Report(ProblemKind.LostEvent, kind == FrameKind.Record ? length : 0, "an event waits to be delivered from here, but no sound put stands here");
            return null;
        }

        var (item, defect) = Decode(reader.ReadBody(pointer.Offset, frame));
        if (defect is not null)
            Report(ProblemKind.LostEvent, frame.Length, $"an event that waits to be delivered is damaged: {defect}");
        return item;

        void Report(ProblemKind problem, long bytes, string message) => report(new JavaLogProblem(problem, log.Path, pointer.Offset, bytes, message));
    }

    public void Dispose()
    {
        foreach (var reader in _open)
            reader.Dispose();
    }

    private static (Event? Item, string? Defect) Decode(byte[] body)
    {
        if (!StrictMessage.TryParse<PutMessage>(body, out var put) || put.Event is not { HasBody: true } message)
            return (null, "it cannot be parsed");
        if (put.HasChecksum && put.Checksum != Crc32.HashToUInt32(message.Body.Span))
            return (null, "its body does not match its checksum");
        var headers = new KeyValuePair<string, string?>[message.Headers.Count];
        for (var i = 0; i < headers.Length; i++)
        {
            if (!message.Headers[i].HasKey)
                return (null, "a header has no name");
            // Java writes a null value by leaving it out, and reads it back as an empty one.
            headers[i] = new(message.Headers[i].Key, message.Headers[i].Value);
        }

        return (new Event(message.Body.Memory, EventHeaders.Create(headers)), null);
    }

    private LogFileReader Open(JavaLogFile log)
    {
        for (var node = _open.First; node is not null; node = node.Next)
        {
            if (node.Value.Log.Id != log.Id)
                continue;
            _open.Remove(node);
            _open.AddFirst(node);
            return node.Value;
        }

        if (_open.Count == MostOpen)
        {
            _open.Last!.Value.Dispose();
            _open.RemoveLast();
        }

        return _open.AddFirst(open(log)).Value;
    }
}
