using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Exec;

internal static partial class Log
{
    [LoggerMessage(2450, LogLevel.Information, "Exec source {Source} started its command: {Command}")]
    public static partial void Started(ILogger logger, string source, string command);

    [LoggerMessage(2451, LogLevel.Information, "Exec source {Source}: command [{Command}] exited with {Status}")]
    public static partial void Ended(ILogger logger, string source, string command, int status);

    [LoggerMessage(2452, LogLevel.Warning, "Exec source {Source}: command [{Command}] exited with {Status}: {LastLine}")]
    public static partial void Failed(ILogger logger, string source, string command, int status, string lastLine);

    [LoggerMessage(2453, LogLevel.Error, "Exec source {Source}: command [{Command}] could not be run")]
    public static partial void RunFailed(ILogger logger, Exception failure, string source, string command);

    [LoggerMessage(2454, LogLevel.Information, "Exec source {Source} has nothing more to do: its command ended and 'restart' is not true")]
    public static partial void NothingMore(ILogger logger, string source);

    [LoggerMessage(2455, LogLevel.Information, "Exec source {Source} starts its command again in {Pause} ms")]
    public static partial void Restarts(ILogger logger, string source, double pause);

    [LoggerMessage(2456, LogLevel.Information, "Exec source {Source}: stderr: {Line}")]
    public static partial void StandardError(ILogger logger, string source, string line);

    [LoggerMessage(2457, LogLevel.Warning, "Exec source {Source}: the channel refused a batch; the command waits until it takes one again")]
    public static partial void ChannelRefused(ILogger logger, Exception failure, string source);

    [LoggerMessage(2458, LogLevel.Information, "Exec source {Source}: the channel takes batches again after refusing {Batches}")]
    public static partial void ChannelRecovered(ILogger logger, string source, long batches);

    [LoggerMessage(2459, LogLevel.Error, "Exec source {Source}: a batch of {Count} events could not be processed {Attempts} times and is dropped")]
    public static partial void BatchDropped(ILogger logger, Exception failure, string source, int count, int attempts);

    [LoggerMessage(2460, LogLevel.Error, "Exec source {Source}: {Count} events were not taken by a channel before the stop and are lost")]
    public static partial void Lost(ILogger logger, string source, int count);

    [LoggerMessage(2461, LogLevel.Warning, "Exec source {Source}: a line is longer than {Limit} bytes and becomes several events; raise 'maxLineLength' to keep such lines whole. LineCutCount counts them")]
    public static partial void LineCut(ILogger logger, string source, int limit);

    [LoggerMessage(2462, LogLevel.Warning, "Exec source {Source}: a line has bytes that are not {Charset}, which became U+FFFD; set 'charset' to what the command writes. LineMalformedCount counts such lines")]
    public static partial void LineMalformed(ILogger logger, string source, string charset);

    [LoggerMessage(2463, LogLevel.Warning, "Exec source {Source}: something that its command started left the command's process group and holds its output open; it is left alone")]
    public static partial void OutputLeft(ILogger logger, string source);

    [LoggerMessage(2464, LogLevel.Error, "Exec source {Source}: command [{Command}] does not end, though it was killed")]
    public static partial void DoesNotEnd(ILogger logger, string source, string command);

    [LoggerMessage(2465, LogLevel.Warning, "Exec source {Source}: this system has no setsid and /bin/sh; its command may go on running when the agent is killed")]
    public static partial void NoSupervisor(ILogger logger, string source);
}
