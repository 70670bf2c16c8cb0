using FlumeSharp.Channels.File.JavaLogs;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.File.Import;

internal static partial class Log
{
    [LoggerMessage(3150, LogLevel.Information, "Files of Java Flume's file channel in {Directories}: their events are imported.")]
    public static partial void ImportStarted(ILogger logger, string directories);

    [LoggerMessage(3151, LogLevel.Information, "An interrupted import of {Directories} goes on.")]
    public static partial void ImportResumed(ILogger logger, string directories);

    [LoggerMessage(3152, LogLevel.Information, "{Imported} events were imported from {Directories}, {Lost} could not be read; the files get the suffix {Suffix}.")]
    public static partial void ImportFinished(ILogger logger, long imported, long lost, string directories, string suffix);

    [LoggerMessage(3153, LogLevel.Error, "{Kind} in {File} at {Offset}, {Length} bytes: {Message}. The file is kept; all such places stand in {List}.")]
    public static partial void ImportProblem(ILogger logger, ProblemKind kind, string file, long offset, long length, string message, string list);

    [LoggerMessage(3154, LogLevel.Warning, "{File} at {Offset}: {Message}.")]
    public static partial void ImportNote(ILogger logger, string file, long offset, string message);
}
