using FlumeSharp.Runtime;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Which failures of a sink are worth a line: a new one always, one that goes on only once a minute.</summary>
internal sealed class FailureReports(TimeProvider time)
{
    private RepeatedFailureLog _log = new(time);
    private string? _last;

    /// <summary>A transaction worked: the next failure is a new one.</summary>
    public void Succeeded() => _last = null;

    /// <summary>Whether to report a failure, and how many were passed over since the last report.</summary>
    public bool ShouldReport(Exception failure, out int passedOver)
    {
        if (_last != failure.Message)
        {
            _last = failure.Message;
            _log = new(time);
        }

        return _log.ShouldLog(out passedOver);
    }
}
