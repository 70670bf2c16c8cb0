using FlumeSharp.Components;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Starting {Kind} {Name}")]
    public static partial void Starting(ILogger logger, ComponentKind kind, string name);

    [LoggerMessage(1002, LogLevel.Error, "Unable to start {Kind} {Name}; it is tried again until it works.")]
    public static partial void StartFailed(ILogger logger, Exception failure, ComponentKind kind, string name);

    [LoggerMessage(1012, LogLevel.Error, "Unable to start {Kind} {Name}: {Reason} It is tried again until it works.")]
    public static partial void StartRefused(ILogger logger, ComponentKind kind, string name, string reason);

    [LoggerMessage(1003, LogLevel.Error, "{Kind} {Name} did not stop cleanly.")]
    public static partial void StopFailed(ILogger logger, Exception failure, ComponentKind kind, string name);

    [LoggerMessage(1004, LogLevel.Error, "{Kind} {Name} has been removed due to an error during configuration")]
    public static partial void CreationFailed(ILogger logger, Exception failure, ComponentKind kind, string name);

    [LoggerMessage(1005, LogLevel.Error, "Unable to deliver event. Exception follows. (sink {Name}, {Before} earlier failures not shown)")]
    public static partial void UnableToDeliver(ILogger logger, Exception failure, string name, int before);

    [LoggerMessage(1006, LogLevel.Error, "Unhandled exception, logging and sleeping for a while (source {Name}, {Before} earlier failures not shown)")]
    public static partial void UnableToProcess(ILogger logger, Exception failure, string name, int before);

    [LoggerMessage(1007, LogLevel.Information, "Channel {Name} connected to {Components}")]
    public static partial void Connected(ILogger logger, string name, string components);

    [LoggerMessage(1009, LogLevel.Error, "{Kind} {Name} does not end although it was told to hurry; it is left behind.")]
    public static partial void LeftBehind(ILogger logger, ComponentKind kind, string name);

    [LoggerMessage(1010, LogLevel.Error, "A call of {Name} goes on although it was cancelled; it is left behind.")]
    public static partial void CallLeftBehind(ILogger logger, string name);

    [LoggerMessage(1011, LogLevel.Error, "The runner of {Name} has failed.")]
    public static partial void LoopFailed(ILogger logger, Exception failure, string name);

    [LoggerMessage(1008, LogLevel.Information, "Stopping {Kind} {Name}")]
    public static partial void Stopping(ILogger logger, ComponentKind kind, string name);

    [LoggerMessage(1013, LogLevel.Error, "The new configuration is given up, and what ran before is restored: {Reason}")]
    public static partial void ReloadGivenUp(ILogger logger, Exception? failure, string reason);

    [LoggerMessage(1014, LogLevel.Warning, "{Events} events that wait in channel {Channel}, which is not to be after all, go where their sources put now: {Targets}")]
    public static partial void Returning(ILogger logger, long events, string channel, string targets);
}
