using Microsoft.Extensions.Logging;

namespace FlumeSharp.Routing;

internal static partial class Log
{
    [LoggerMessage(1150, LogLevel.Warning, "Source {Source}: an event goes to no channel and counts as delivered, because the value of its header '{Header}' has no mapping and there is no selector.default. This is said once.")]
    public static partial void NoChannelSelected(ILogger logger, string source, string header);

    [LoggerMessage(1101, LogLevel.Error, "Unable to put batch on optional channel: {Channel} ({Count} events)")]
    public static partial void OptionalChannelFailed(ILogger logger, Exception failure, string channel, int count);
}
