using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sinks.Logger;

internal static partial class Log
{
    [LoggerMessage(4411, LogLevel.Information, "Event: {Text}")]
    public static partial void Received(ILogger logger, string text);
}
