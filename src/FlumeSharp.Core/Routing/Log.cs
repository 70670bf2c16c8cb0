using Microsoft.Extensions.Logging;

namespace FlumeSharp.Routing;

internal static partial class Log
{
    [LoggerMessage(1150, LogLevel.Warning, "Source {Source}: an event goes to no channel and counts as delivered, because the value of its header '{Header}' has no mapping and there is no selector.default. This is said once.")]
    public static partial void NoChannelSelected(ILogger logger, string source, string header);

    [LoggerMessage(1101, LogLevel.Error, "Unable to put batch on optional channel: {Channel} ({Count} events)")]
    public static partial void OptionalChannelFailed(ILogger logger, Exception failure, string channel, int count);

    [LoggerMessage(1102, LogLevel.Error, "An interceptor failed when it was told what became of a batch")]
    public static partial void OutcomeFailed(ILogger logger, Exception failure);

    [LoggerMessage(1103, LogLevel.Warning, "{Interceptor}: {What}; {Count} events so far (EventFailedCount)")]
    public static partial void EventsNotUnderstood(ILogger logger, string interceptor, string what, long count);

    [LoggerMessage(1104, LogLevel.Warning, "{Interceptor}: the name of this host cannot be resolved, so the header '{Header}' is not set")]
    public static partial void HostUnknown(ILogger logger, Exception failure, string interceptor, string header);
}
