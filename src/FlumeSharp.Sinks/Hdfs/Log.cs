using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sinks.Hdfs;

// Texts that operators of Flume look for are kept word for word.
internal static partial class Log
{
    [LoggerMessage(4101, LogLevel.Information, "Creating {Path}")]
    public static partial void Creating(ILogger logger, string path);

    [LoggerMessage(4102, LogLevel.Information, "Closing {Path}")]
    public static partial void Closing(ILogger logger, string path);

    [LoggerMessage(4103, LogLevel.Information, "Renaming {Path} to {FinalPath}")]
    public static partial void Renaming(ILogger logger, string path, string finalPath);

    [LoggerMessage(4104, LogLevel.Information, "Writer callback called.")]
    public static partial void WriterCallback(ILogger logger);

    [LoggerMessage(4105, LogLevel.Information, "Closing idle bucketWriter {Path} at {Milliseconds}")]
    public static partial void ClosingIdle(ILogger logger, string path, long milliseconds);

    [LoggerMessage(4106, LogLevel.Information, "Bucket was closed while trying to append, reinitializing bucket and writing event.")]
    public static partial void BucketWasClosed(ILogger logger);

    [LoggerMessage(4107, LogLevel.Information, "Serializer = {Serializer}, UseRawLocalFileSystem = {UseRawLocalFileSystem}")]
    public static partial void DataStream(ILogger logger, string serializer, string useRawLocalFileSystem);

    [LoggerMessage(4108, LogLevel.Information, "writeFormat = {WriteFormat}, UseRawLocalFileSystem = {UseRawLocalFileSystem}")]
    public static partial void SequenceFile(ILogger logger, string writeFormat, string useRawLocalFileSystem);

    [LoggerMessage(4109, LogLevel.Warning, "HDFS IO error; {Events} events go back to the channel and are tried again ({PassedOver} such failures since the last report)")]
    public static partial void IoError(ILogger logger, int events, int passedOver, Exception reason);

    [LoggerMessage(4110, LogLevel.Error, "process failed; {Events} events go back to the channel and are tried again")]
    public static partial void ProcessFailed(ILogger logger, int events, Exception reason);

    [LoggerMessage(4111, LogLevel.Error, "Sink '{Sink}' (hdfs) can never deliver an event: {Problem} The event, and all behind it, stay in channel '{Channel}' until this is cured: {Remedy}.")]
    public static partial void Poison(ILogger logger, string sink, string problem, string channel, string remedy);

    [LoggerMessage(4112, LogLevel.Warning, "{Path} failed and is closed in the background: {Reason}")]
    public static partial void BucketFailed(ILogger logger, string path, string reason);

    [LoggerMessage(4113, LogLevel.Warning, "failed to close() file ({Path}). Exception follows.")]
    public static partial void CloseFailed(ILogger logger, string path, Exception reason);

    [LoggerMessage(4128, LogLevel.Debug, "failed to close() file ({Path}) again: {Reason}")]
    public static partial void CloseFailedAgain(ILogger logger, string path, string reason);

    [LoggerMessage(4114, LogLevel.Warning, "failed to rename() file ({Path}). Exception follows.")]
    public static partial void RenameFailed(ILogger logger, string path, Exception reason);

    [LoggerMessage(4115, LogLevel.Warning, "Unsuccessfully attempted to close {Path} {Tries} times. Initiating lease recovery.")]
    public static partial void CloseGivenUp(ILogger logger, string path, int tries);

    [LoggerMessage(4116, LogLevel.Warning, "Unsuccessfully attempted to rename {Path} {Tries} times. File may still be open.")]
    public static partial void RenameGivenUp(ILogger logger, string path, int tries);

    [LoggerMessage(4117, LogLevel.Information, "Recovering the lease of {Path}")]
    public static partial void RecoveringLease(ILogger logger, string path);

    [LoggerMessage(4118, LogLevel.Warning, "The lease of {Path} is not recovered yet: {Reason}")]
    public static partial void LeaseNotRecovered(ILogger logger, string path, string reason);

    [LoggerMessage(4119, LogLevel.Warning, "{Path} exists already; the next number is taken")]
    public static partial void NameTaken(ILogger logger, string path);

    [LoggerMessage(4120, LogLevel.Warning, "{Path} is not there any more: it was renamed to {FinalPath} before, or taken away")]
    public static partial void InUseFileGone(ILogger logger, string path, string finalPath);

    [LoggerMessage(4121, LogLevel.Warning, "{Path} could not be finished and stays under this name; its committed events are in it")]
    public static partial void LeftInUse(ILogger logger, string path);

    [LoggerMessage(4122, LogLevel.Warning, "Block Under-replication detected. Rotating file. ({Path})")]
    public static partial void UnderReplicated(ILogger logger, string path);

    [LoggerMessage(4123, LogLevel.Error, "Hit max consecutive under-replication rotations ({Rotations}); will not continue rolling files under this path due to under-replication")]
    public static partial void TooOftenUnderReplicated(ILogger logger, int rotations);

    [LoggerMessage(4124, LogLevel.Warning, "Ignoring parameter hdfs.inUseSuffix for hdfs sink: {Sink}")]
    public static partial void IgnoringInUseSuffix(ILogger logger, string sink);

    [LoggerMessage(4125, LogLevel.Warning, "Sink '{Sink}' (hdfs): 'hdfs.timeZone' is '{TimeZone}', which is no zone of this machine; UTC is used. Zones are IANA names in their exact case, such as Europe/Prague, or GMT+hh:mm.")]
    public static partial void UnknownTimeZone(ILogger logger, string sink, string timeZone);

    [LoggerMessage(4126, LogLevel.Information, "Sink '{Sink}' (hdfs) writes to {Path}")]
    public static partial void Started(ILogger logger, string sink, string path);

    [LoggerMessage(4127, LogLevel.Warning, "Sink '{Sink}' (hdfs) was stopped before all its files were closed; those that the next lines name stay under their in-use names")]
    public static partial void StoppedEarly(ILogger logger, string sink);
}
