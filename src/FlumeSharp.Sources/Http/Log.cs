using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Http;

internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "HTTP source {Source} listens on {Address} ({Handler})")]
    public static partial void Listening(ILogger logger, string source, string address, string handler);

    [LoggerMessage(2001, LogLevel.Debug, "HTTP source {Source} refused a request with {Status}: {Reason}")]
    public static partial void Refused(ILogger logger, string source, int status, string reason);

    [LoggerMessage(2004, LogLevel.Error, "HTTP source {Source}: a batch could not be processed; the client gets 500")]
    public static partial void ProcessingFailed(ILogger logger, Exception failure, string source);

    [LoggerMessage(2006, LogLevel.Debug, "HTTP source {Source}: a client went away within its request: {Reason}")]
    public static partial void ClientGone(ILogger logger, string source, string reason);

    [LoggerMessage(2005, LogLevel.Warning, "HTTP source {Source}: a request of {Length} bytes was cut to {Limit}; raise handler.maxBlobLength to keep all of it")]
    public static partial void BlobCut(ILogger logger, string source, long length, int limit);
}
