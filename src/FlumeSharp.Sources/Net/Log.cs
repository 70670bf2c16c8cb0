using System.Net;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Net;

internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Warning, "Source {Source}: a connection could not be accepted ({Count} times); the source goes on")]
    public static partial void AcceptFailed(ILogger logger, Exception failure, string source, long count);

    [LoggerMessage(2101, LogLevel.Warning, "Source {Source}: {Most} connections are open, and {Count} further ones were closed at once; raise maxConnections, or set idleTimeout to end silent ones")]
    public static partial void TooManyConnections(ILogger logger, string source, int most, long count);

    [LoggerMessage(2102, LogLevel.Debug, "Source {Source}: the connection of {Client} broke")]
    public static partial void ConnectionFailed(ILogger logger, Exception failure, string source, IPAddress client);

    [LoggerMessage(2103, LogLevel.Warning, "Source {Source}: a channel refused events; the source reads no more until it takes them")]
    public static partial void ChannelRefused(ILogger logger, Exception refusal, string source);

    [LoggerMessage(2104, LogLevel.Information, "Source {Source}: the channel takes events again")]
    public static partial void ChannelRecovered(ILogger logger, string source);

    [LoggerMessage(2105, LogLevel.Error, "Source {Source}: {Count} events could not be delivered before the stop and are lost")]
    public static partial void GivenUp(ILogger logger, string source, long count);

    [LoggerMessage(2106, LogLevel.Error, "Source {Source}: {Count} events were dropped, because an interceptor or the selector failed on them")]
    public static partial void EventDropped(ILogger logger, Exception failure, string source, long count);

    [LoggerMessage(2107, LogLevel.Information, "Source {Source} ({Type}) listens on {Address}")]
    public static partial void Listening(ILogger logger, string source, string type, IPEndPoint address);

    [LoggerMessage(2108, LogLevel.Warning, "Source {Source}: {Count} datagrams found no room while the channel was refusing, and are lost")]
    public static partial void DatagramsLost(ILogger logger, string source, long count);

    [LoggerMessage(2109, LogLevel.Error, "Source {Source}: receiving failed; the source goes on")]
    public static partial void ReceiveFailed(ILogger logger, Exception failure, string source);
}
