namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>The records of one data directory, log after log. One file is open at a time.</summary>
internal sealed class LogChain(IReadOnlyList<JavaLogFile> logs, Func<JavaLogFile, LogFileReader> open, Action<JavaLogProblem> report, Action<long> advance) : IDisposable
{
    private LogFileReader? _reader;
    private LogScan? _scan;
    private long _reported;
    private int _next;

    /// <summary>The record that <see cref="MoveNext"/> has found.</summary>
    public LogRecord Current { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            if (_scan is null)
            {
                if (_next == logs.Count)
                    return false;
                _reader = open(logs[_next++]);
                _scan = new LogScan(_reader, report);
                _reported = 0;
            }

            if (_scan.TryReadNext(out var record))
            {
                Current = record;
                Advance(_scan.Offset);
                return true;
            }

            Advance(_reader!.Length); // set together with the scan
            _reader.Dispose();
            _scan = null;
        }
    }

    public void Dispose() => _reader?.Dispose();

    private void Advance(long offset)
    {
        advance(offset - _reported);
        _reported = offset;
    }
}
