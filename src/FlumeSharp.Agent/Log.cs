using Microsoft.Extensions.Logging;

namespace FlumeSharp.Agent;

internal static partial class Log
{
    [LoggerMessage(9001, LogLevel.Debug, "Flags of a Java virtual machine have no effect here: {Flags}")]
    public static partial void JvmFlagsIgnored(ILogger logger, string flags);

    [LoggerMessage(9002, LogLevel.Warning, "{Problem}")]
    public static partial void LoggingProblem(ILogger logger, string problem);

    [LoggerMessage(9003, LogLevel.Error, "{Problem}")]
    public static partial void PluginProblem(ILogger logger, string problem);

    [LoggerMessage(9004, LogLevel.Information, "Plug-in {Name} brings {Count} component types.")]
    public static partial void PluginLoaded(ILogger logger, string name, int count);

    [LoggerMessage(EventId = 9005, Message = "{Code}: {Problem}")]
    public static partial void ConfigurationProblem(ILogger logger, LogLevel level, string code, string problem);

    [LoggerMessage(9006, LogLevel.Error, "Agent {Agent} does not start: {Reason}")]
    public static partial void NotStarted(ILogger logger, string agent, string reason);

    [LoggerMessage(9007, LogLevel.Information, "Agent {Agent} is ready: {Components} ({Milliseconds} ms)")]
    public static partial void Ready(ILogger logger, string agent, string components, long milliseconds);

    [LoggerMessage(9008, LogLevel.Warning, "Agent {Agent} runs in part: {Components}; not running: {Missing} ({Milliseconds} ms)")]
    public static partial void ReadyInPart(ILogger logger, string agent, string components, string missing, long milliseconds);

    [LoggerMessage(9009, LogLevel.Information, "Agent {Agent} is stopping; sinks may empty the channels for {Seconds} s.")]
    public static partial void Stopping(ILogger logger, string agent, double seconds);

    [LoggerMessage(9010, LogLevel.Information, "{Report}")]
    public static partial void Stopped(ILogger logger, string report);

    [LoggerMessage(9011, LogLevel.Critical, "Agent {Agent} failed.")]
    public static partial void Failed(ILogger logger, Exception failure, string agent);

    [LoggerMessage(9012, LogLevel.Debug, "Words without a switch are ignored: {Words}")]
    public static partial void WordsIgnored(ILogger logger, string words);

    [LoggerMessage(9013, LogLevel.Warning, "The service manager cannot be told how the agent is doing (NOTIFY_SOCKET): {Reason}")]
    public static partial void NotNotified(ILogger logger, string reason);
}
