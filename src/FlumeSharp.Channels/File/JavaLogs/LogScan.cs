using System.Globalization;

namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>
/// Goes through a log from its beginning to its end. Damage is reported and passed over where the place of the next record is certain;
/// it never searches for one, because the body of an event may hold what looks like a record.
/// </summary>
internal sealed class LogScan(LogFileReader reader, Action<JavaLogProblem> report)
{
    private long _offset;
    private bool _ended;

    /// <summary>How far the log has been read.</summary>
    public long Offset => _offset;

    /// <summary>The next record that can be relied upon.</summary>
    public bool TryReadNext(out LogRecord record)
    {
        while (!_ended)
        {
            var at = _offset;
            var kind = reader.Classify(at, out var length);
            if (kind == FrameKind.Skipped)
            {
                _offset += length;
                continue;
            }

            if (kind == FrameKind.End)
            {
                End(at);
                break;
            }

            if (reader.TryRead(at, out var frame))
            {
                _offset += frame.Length;
                if (frame.Defect is { } defect)
                    Report(reader.HasOnlyFiller(_offset) ? ProblemKind.TornTail : ProblemKind.DamagedRecord, at, frame.Length, $"{defect}; the record was used");
                record = frame.Record;
                return true;
            }

            Pass(at, kind, length);
        }

        record = default;
        return false;
    }

    private void Pass(long at, FrameKind kind, long length)
    {
        if (kind == FrameKind.Record && reader.IsBoundary(at + length) && reader.Classify(at + length, out _) != FrameKind.End)
        {
            _offset += length;
            Report(ProblemKind.DamagedRecord, at, length, "the record is damaged and was left out; the log goes on behind it");
            return;
        }

        _ended = true;
        var rest = reader.Length - at;
        var isTorn = kind == FrameKind.Record ? reader.HasOnlyFiller(at + length) : !reader.HasRecordAfter(at);
        if (isTorn)
            Report(ProblemKind.TornTail, at, rest, "the log ends in a record that is damaged or was not written in full");
        else
            Report(ProblemKind.UnreadableRest, at, rest, string.Create(CultureInfo.InvariantCulture, $"no record can be made out here, nor where the next one begins; {rest} bytes were left out"));
    }

    private void End(long at)
    {
        _ended = true;
        if (!reader.HasOnlyFiller(at))
            Report(ProblemKind.UnreadableRest, at, reader.Length - at, "the data ends here, but other bytes than filler follow; they were left out");
    }

    private void Report(ProblemKind kind, long offset, long length, string message) => report(new JavaLogProblem(kind, reader.Log.Path, offset, length, message));
}
