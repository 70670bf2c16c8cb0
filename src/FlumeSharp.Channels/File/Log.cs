using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.File;

internal static partial class Log
{
    [LoggerMessage(3101, LogLevel.Information, "[channel={Channel}] {Events} events wait: read from {Segments} segments, {Megabytes} MiB, in {Seconds:F2} s (checkpoint used: {UsedCheckpoint}).")]
    public static partial void Recovered(ILogger logger, string channel, long events, int segments, long megabytes, double seconds, bool usedCheckpoint);

    [LoggerMessage(3102, LogLevel.Information, "[channel={Channel}] Reading the log: {Done} of {Total} MiB, {Events} events wait so far.")]
    public static partial void Recovering(ILogger logger, string channel, long done, long total, long events);

    [LoggerMessage(3103, LogLevel.Warning, "Checkpoint {Path} is damaged and is not used; the log is read instead. [channel={Channel}]")]
    public static partial void CheckpointDamaged(ILogger logger, string path, string channel);

    [LoggerMessage(3104, LogLevel.Warning, "Checkpoint {Path} belongs to another channel and is not used; the log is read instead. Is checkpointDir right? [channel={Channel}]")]
    public static partial void CheckpointOfAnother(ILogger logger, string path, string channel);

    [LoggerMessage(3105, LogLevel.Error, "Segment {Id} is gone, although checkpoint {Path} mentions it: the channel did not delete it, and its events are lost. [channel={Channel}]")]
    public static partial void SegmentMissing(ILogger logger, uint id, string path, string channel);

    [LoggerMessage(3106, LogLevel.Warning, "The header of {Path} is damaged; its frames are read all the same. [channel={Channel}]")]
    public static partial void HeaderDamaged(ILogger logger, string path, string channel);

    [LoggerMessage(3107, LogLevel.Warning, "{Path} ends in a write that was never finished, {Length} bytes at {Position}: nobody was told that it was committed. [channel={Channel}]")]
    public static partial void Unfinished(ILogger logger, string path, long position, long length, string channel);

    [LoggerMessage(3108, LogLevel.Error, "Damaged {What} in {Path} at {Position}, {Length} bytes with {LostEvents} events: copied to the folder 'quarantine' and left out. [channel={Channel}]")]
    public static partial void CorruptBytes(ILogger logger, string what, string path, long position, long length, int lostEvents, string channel);

    [LoggerMessage(3109, LogLevel.Warning, "Damaged bytes could not be copied to {Folder}. [channel={Channel}]")]
    public static partial void QuarantineFailed(ILogger logger, Exception failure, string folder, string channel);

    [LoggerMessage(3110, LogLevel.Error, "The writer failed unexpectedly; the commits it was at fail. [channel={Channel}]")]
    public static partial void WriterFailed(ILogger logger, Exception failure, string channel);

    [LoggerMessage(3111, LogLevel.Error, "Flushing {Path} failed; what was committed since the last flush may not survive a power cut. [channel={Channel}]")]
    public static partial void FlushFailed(ILogger logger, Exception failure, string path, string channel);

    [LoggerMessage(3112, LogLevel.Warning, "A checkpoint could not be written ({Failures} failures since the last one that could); the log goes on without. [channel={Channel}]")]
    public static partial void CheckpointFailed(ILogger logger, Exception failure, int failures, string channel);

    [LoggerMessage(3113, LogLevel.Debug, "Checkpoint {Serial}: {Events} events, {Bytes} bytes, {Deleted} segments deleted. [channel={Channel}]")]
    public static partial void CheckpointWritten(ILogger logger, long serial, long events, long bytes, int deleted, string channel);

    [LoggerMessage(3114, LogLevel.Warning, "Deleting segments failed; it is tried again. [channel={Channel}]")]
    public static partial void DeletionFailed(ILogger logger, Exception failure, string channel);

    [LoggerMessage(3115, LogLevel.Error, "Failed to start the file channel [channel={Channel}]: {Reason}")]
    public static partial void StartFailed(ILogger logger, string channel, string reason);

    [LoggerMessage(3116, LogLevel.Warning, "Puts fail: {Reason} Takes go on. [channel={Channel}]")]
    public static partial void PutsFail(ILogger logger, string reason, string channel);

    [LoggerMessage(3117, LogLevel.Information, "Puts work again after {Failures} failures. [channel={Channel}]")]
    public static partial void PutsWorkAgain(ILogger logger, long failures, string channel);

    [LoggerMessage(3119, LogLevel.Warning, "{Damaged} of the two places in {Path} that name its key are damaged; when both are, its events cannot be read. [channel={Channel}]")]
    public static partial void KeyNameDamaged(ILogger logger, string path, int damaged, string channel);

    [LoggerMessage(3120, LogLevel.Information, "New files are encrypted: {Description}. [channel={Channel}]")]
    public static partial void Encrypts(ILogger logger, string description, string channel);

    [LoggerMessage(3119, LogLevel.Warning, "{Path} is short of space, and no new segment could be made there so that the newest can go; it is tried again. [channel={Channel}]")]
    public static partial void RenewalFailed(ILogger logger, Exception failure, string path, string channel);

    [LoggerMessage(3118, LogLevel.Warning, "The backup of the checkpoint could not be written. [channel={Channel}]")]
    public static partial void BackupFailed(ILogger logger, Exception failure, string channel);
}
