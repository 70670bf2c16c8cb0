using Microsoft.Extensions.Logging;

namespace FlumeSharp.Routing;

internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Error, "Unable to put batch on optional channel: {Channel} ({Count} events)")]
    public static partial void OptionalChannelFailed(ILogger logger, Exception failure, string channel, int count);
}
