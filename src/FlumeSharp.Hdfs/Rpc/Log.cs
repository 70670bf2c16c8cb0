using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs.Rpc;

internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Debug, "Connected to {Server} as {User}")]
    public static partial void Connected(ILogger logger, string server, string user);

    [LoggerMessage(5001, LogLevel.Debug, "{Server} answered with {ClassName}: {ServerMessage}")]
    public static partial void RemoteException(ILogger logger, string server, string className, string serverMessage);

    [LoggerMessage(5002, LogLevel.Debug, "{Method} failed and is tried again in {Delay}: {Reason}")]
    public static partial void Retrying(ILogger logger, string method, TimeSpan delay, string reason);
}
