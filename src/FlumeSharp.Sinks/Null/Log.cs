using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sinks.Null;

internal static partial class Log
{
    [LoggerMessage(4401, LogLevel.Information, "Null sink {Name} successful processed {Count} events.")]
    public static partial void Processed(ILogger logger, string name, long count);
}
