using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sinks.Processors;

internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Warning, "Sink {Sink} failed and has been sent to failover list")]
    public static partial void MovedToFailoverList(ILogger logger, Exception? failure, string sink);

    [LoggerMessage(1202, LogLevel.Information, "Sink {Sink} was recovered from the fail list")]
    public static partial void Recovered(ILogger logger, string sink);

    [LoggerMessage(1203, LogLevel.Warning, "Sink {Sink} still fails and stays on the failover list ({Before} earlier failures not shown)")]
    public static partial void StillFailing(ILogger logger, Exception? failure, string sink, int before);

    [LoggerMessage(1204, LogLevel.Warning, "Sink {Sink} failed to consume event. Attempting next sink if available. ({Before} earlier failures not shown)")]
    public static partial void AttemptingNext(ILogger logger, Exception? failure, string sink, int before);
}
