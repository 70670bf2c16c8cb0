using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.SpillableMemory;

internal static partial class Log
{
    [LoggerMessage(3170, LogLevel.Information, "Memory is full: events go to disk. [channel={Channel}]")]
    public static partial void OverflowBegins(ILogger logger, string channel);

    [LoggerMessage(3171, LogLevel.Information, "There is room in memory again. [channel={Channel}]")]
    public static partial void OverflowEnds(ILogger logger, string channel);

    [LoggerMessage(3172, LogLevel.Information, "{Events} events that were left in memory are on disk now, behind those that were there. [channel={Channel}]")]
    public static partial void MemorySaved(ILogger logger, long events, string channel);

    [LoggerMessage(3173, LogLevel.Error, "{Events} events that were left in memory could not be written to disk and are lost. [channel={Channel}]")]
    public static partial void MemoryLost(ILogger logger, Exception failure, long events, string channel);
}
