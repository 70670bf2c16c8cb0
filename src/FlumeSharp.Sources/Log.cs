using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources;

// What several kinds of sources say.
internal static partial class Log
{
    [LoggerMessage(2090, LogLevel.Warning, "{Source}: a channel refused a batch ({Reason}); {Consequence} ({Before} earlier refusals not shown)")]
    public static partial void ChannelRefused(ILogger logger, Exception? failure, string source, string reason, string consequence, int before);

    [LoggerMessage(2091, LogLevel.Warning, "{Source}: a rate limit refused a batch ({Reason}); {Consequence} ({Before} earlier refusals not shown)")]
    public static partial void LimitExceeded(ILogger logger, string source, string reason, string consequence, int before);

    [LoggerMessage(2092, LogLevel.Information, "{Source}: no batch has been refused for a minute, after {Batches} that were")]
    public static partial void ChannelRecovered(ILogger logger, string source, long batches);
}
