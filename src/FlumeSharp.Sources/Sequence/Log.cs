using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Sequence;

internal static partial class Log
{
    [LoggerMessage(2401, LogLevel.Error, "Source {Name} (seq): a channel refused {Count} events; they are sent again after a pause.")]
    public static partial void BatchRefused(ILogger logger, Exception failure, string name, int count);
}
