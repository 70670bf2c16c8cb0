using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Netcat;

internal static partial class Log
{
    [LoggerMessage(2140, LogLevel.Warning, "Source {Source}: a channel refused {Count} lines; their clients were told FAILED")]
    public static partial void LineRefused(ILogger logger, Exception failure, string source, long count);

    [LoggerMessage(2141, LogLevel.Error, "Source {Source}: an interceptor or the selector failed on a line ({Count} times), and the connection was closed")]
    public static partial void LineFailed(ILogger logger, Exception failure, string source, long count);

    [LoggerMessage(2142, LogLevel.Warning, "Source {Source}: {Count} connections were closed because of a line of more than {Most} characters; raise max-line-length")]
    public static partial void LineTooLong(ILogger logger, string source, int most, long count);

    [LoggerMessage(2143, LogLevel.Debug, "Source {Source}: a connection was closed because of bytes that are no text in {Encoding}")]
    public static partial void NoText(ILogger logger, string source, string encoding);
}
