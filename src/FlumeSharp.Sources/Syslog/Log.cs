using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Syslog;

internal static partial class Log
{
    [LoggerMessage(2120, LogLevel.Warning, "Source {Source}: {Count} messages were no syslog; their events have flume.syslog.status=Invalid")]
    public static partial void InvalidMessages(ILogger logger, string source, long count);

    [LoggerMessage(2121, LogLevel.Warning, "Source {Source}: messages were longer than {EventSize} bytes and were cut ({Count} pieces); raise eventSize")]
    public static partial void IncompleteMessages(ILogger logger, string source, int eventSize, long count);

    [LoggerMessage(2122, LogLevel.Error, "Source {Source}: port {Port} cannot be listened on; the other ports work, and this one is tried again")]
    public static partial void PortFailed(ILogger logger, Exception failure, string source, int port);
}
