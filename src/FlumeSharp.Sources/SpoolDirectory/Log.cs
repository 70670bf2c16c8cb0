using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.SpoolDirectory;

internal static partial class Log
{
    [LoggerMessage(2470, LogLevel.Debug, "Spooldir source {Source} has delivered all of {File}")]
    public static partial void Completed(ILogger logger, string source, string file);

    [LoggerMessage(2471, LogLevel.Information, "Spooldir source {Source} goes on with {File} at offset {Offset}")]
    public static partial void Resumed(ILogger logger, string source, string file, long offset);

    [LoggerMessage(2472, LogLevel.Warning, "Spooldir source {Source}: {File} is shorter than the {Offset} bytes of it that were delivered; it is read from its beginning")]
    public static partial void ShorterThanTracked(ILogger logger, string source, string file, long offset);

    [LoggerMessage(2473, LogLevel.Warning, "Spooldir source {Source}: a batch was refused; the file waits until it gets through")]
    public static partial void ChannelRefused(ILogger logger, Exception failure, string source);

    [LoggerMessage(2474, LogLevel.Information, "Spooldir source {Source}: batches get through again after {Refused} refusals")]
    public static partial void ChannelRecovered(ILogger logger, string source, long refused);

    [LoggerMessage(2475, LogLevel.Error, "Spooldir source {Source} cannot work on {Directory} and tries again")]
    public static partial void DirectoryFailed(ILogger logger, Exception failure, string source, string directory);

    [LoggerMessage(2476, LogLevel.Error, "Spooldir source {Source} cannot open {File} and passes it over: {Reason}")]
    public static partial void CannotOpen(ILogger logger, string source, string file, string reason);

    [LoggerMessage(2477, LogLevel.Error, "Spooldir source {Source} has stopped: {Reason}. It goes on when the file is mended or moved away; 'onBadFile = skip' sets such files aside")]
    public static partial void Bad(ILogger logger, string source, string reason);

    [LoggerMessage(2478, LogLevel.Error, "Spooldir source {Source} has set {File} aside: {Reason}")]
    public static partial void BadSetAside(ILogger logger, string source, string file, string reason);

    [LoggerMessage(2479, LogLevel.Error, "Spooldir source {Source} has stopped: {File} {Change} while it was read, and files must be complete when they are put here. Its events so far are delivered; it goes on after a restart, or when the file is moved away. 'onFileChanged = skip' sets such files aside")]
    public static partial void Changed(ILogger logger, string source, string file, string change);

    [LoggerMessage(2480, LogLevel.Error, "Spooldir source {Source} has set {File} aside after its events so far: it {Change} while it was read, and files must be complete when they are put here")]
    public static partial void ChangedSetAside(ILogger logger, string source, string file, string change);

    [LoggerMessage(2481, LogLevel.Error, "Spooldir source {Source} has stopped: {File} is delivered, but its name was used before, because {Mark} exists. It goes on when one of them is moved away; 'onFileChanged = skip' sets such files aside")]
    public static partial void NameUsed(ILogger logger, string source, string file, string mark);

    [LoggerMessage(2482, LogLevel.Error, "Spooldir source {Source} has delivered {File} and set it aside: its name was used before, because {Mark} exists")]
    public static partial void NameUsedSetAside(ILogger logger, string source, string file, string mark);

    [LoggerMessage(2483, LogLevel.Information, "Spooldir source {Source} goes on: {File} is not what it was")]
    public static partial void GoesOn(ILogger logger, string source, string file);

    [LoggerMessage(2484, LogLevel.Warning, "Spooldir source {Source}: {File} is longer than maxBlobLength ({Limit}) and becomes several events")]
    public static partial void BlobCut(ILogger logger, string source, string file, int limit);
}
