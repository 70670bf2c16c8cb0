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

    [LoggerMessage(9014, LogLevel.Warning, "Agent {Agent} has no configuration yet and waits for one: {Reason}")]
    public static partial void Waiting(ILogger logger, string agent, string reason);

    [LoggerMessage(9015, LogLevel.Information, "Agent {Agent} stops; it has had no configuration.")]
    public static partial void StoppedWaiting(ILogger logger, string agent);

    [LoggerMessage(9020, LogLevel.Information, "The configuration has changed ({Source}); it is looked at.")]
    public static partial void Changed(ILogger logger, string source);

    [LoggerMessage(9028, LogLevel.Information, "The configuration that was not applied is tried again; {Source} has not changed.")]
    public static partial void TriedAgain(ILogger logger, string source);

    [LoggerMessage(9021, LogLevel.Information, "The configuration is applied: {Changes}")]
    public static partial void Applied(ILogger logger, string changes);

    [LoggerMessage(9022, LogLevel.Error, "The new configuration is not applied, and what ran before goes on: {Reason}")]
    public static partial void Rejected(ILogger logger, string reason);

    [LoggerMessage(9023, LogLevel.Error, "A look at the configuration failed; the next one comes as usual.")]
    public static partial void ReloadFailed(ILogger logger, Exception failure);

    [LoggerMessage(9024, LogLevel.Information, "Asked to reload: the configuration ({Source}) is the one that runs.")]
    public static partial void NothingChanged(ILogger logger, string source);

    [LoggerMessage(9025, LogLevel.Error, "Channel {Channel} is gone, and {Count} events with it: its sinks could not deliver them within the drain timeout.")]
    public static partial void Lost(ILogger logger, string channel, long count);

    [LoggerMessage(9026, LogLevel.Warning, "Channel {Channel} is gone and keeps {Count} events on disk, which its sinks could not deliver within the drain timeout.")]
    public static partial void LeftOnDisk(ILogger logger, string channel, long count);

    [LoggerMessage(9027, LogLevel.Warning, "The file {File} for 'flumesharp reload' cannot be kept: {Reason}")]
    public static partial void PidFileProblem(ILogger logger, string file, string reason);
}
