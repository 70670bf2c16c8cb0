using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs;

internal static partial class Log
{
    [LoggerMessage(5020, LogLevel.Warning, "The lease was not renewed for {Silence}: {Reason}")]
    public static partial void LeaseNotRenewed(ILogger logger, TimeSpan silence, string reason);

    [LoggerMessage(5021, LogLevel.Warning, "{Path} could not be opened, and its lease not given up: {Reason}")]
    public static partial void LeaseNotRecovered(ILogger logger, string path, string reason);
}
