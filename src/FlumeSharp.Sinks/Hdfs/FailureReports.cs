using FlumeSharp.Hdfs;
using FlumeSharp.Runtime;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>
/// Which failures of a sink are worth a line: a new kind always, one that goes on only once a minute. The kind counts and not the
/// message, which names another file at every try.
/// </summary>
internal sealed class FailureReports(TimeProvider time)
{
    // A channel that hands out different broken events at every try must not fill the memory.
    private const int MostKinds = 100;

    private readonly Dictionary<string, RepeatedFailureLog> _kinds = new(StringComparer.Ordinal);

    /// <summary>A transaction worked: the next failure is a new one. True when it ends a series of failures.</summary>
    public bool Succeeded()
    {
        if (_kinds.Count == 0)
        {
            return false;
        }

        _kinds.Clear();
        return true;
    }

    /// <summary>Whether to report a failure, and how many of its kind were passed over since the last report.</summary>
    public bool ShouldReport(Exception failure, out int passedOver)
    {
        // What is wrong with an event is said in the message alone.
        var kind = failure is FlumeException ? failure.Message : $"{failure.GetType()} {(failure as FileSystemException)?.RemoteClassName}";
        if (!_kinds.TryGetValue(kind, out var log))
        {
            if (_kinds.Count == MostKinds)
            {
                _kinds.Clear();
            }

            _kinds.Add(kind, log = new RepeatedFailureLog(time));
        }

        return log.ShouldLog(out passedOver);
    }
}
