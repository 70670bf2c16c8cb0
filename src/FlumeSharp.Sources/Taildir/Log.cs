using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Taildir;

internal static partial class Log
{
    [LoggerMessage(2601, LogLevel.Information, "Source {Name} (taildir) follows {Files} files of {Groups} groups; positions are kept in {PositionFile}")]
    public static partial void Started(ILogger logger, string name, int files, int groups, string positionFile);

    [LoggerMessage(2602, LogLevel.Warning, "Source {Name} (taildir): the directory {Directory} of group {Group} cannot be listed; it is looked for again at every look at the files")]
    public static partial void DirectoryMissing(ILogger logger, string name, string directory, string group);

    [LoggerMessage(2603, LogLevel.Information, "Source {Name} (taildir): the directory {Directory} of group {Group} is there")]
    public static partial void DirectoryFound(ILogger logger, string name, string directory, string group);

    [LoggerMessage(2604, LogLevel.Information, "Source {Name} (taildir) is not told of changes in {Directory} ({Reason}); its files are looked at after each pause of up to 'maxBackoffSleep'")]
    public static partial void NotWatched(ILogger logger, string name, string directory, string reason);

    [LoggerMessage(2605, LogLevel.Information, "Source {Name} (taildir): {File} was cut or overwritten; it is read from its beginning")]
    public static partial void Restarted(ILogger logger, string name, string file);

    [LoggerMessage(2606, LogLevel.Information, "Source {Name} (taildir): {File} is another file than the one whose position was saved; it is read from its beginning")]
    public static partial void InodeReused(ILogger logger, string name, string file);

    [LoggerMessage(2607, LogLevel.Warning, "Source {Name} (taildir): a line of {File} at byte {Offset} is longer than {Limit} bytes and is cut into several events; raise 'maxLineLength' to keep such lines whole ({PassedOver} more since the last time)")]
    public static partial void LongLine(ILogger logger, string name, string file, long offset, int limit, int passedOver);

    [LoggerMessage(2608, LogLevel.Error, "Source {Name} (taildir) cannot read {File}; it is tried again ({PassedOver} more failures since the last time)")]
    public static partial void CannotRead(ILogger logger, Exception failure, string name, string file, int passedOver);

    [LoggerMessage(2609, LogLevel.Warning, "Source {Name} (taildir): a channel refused {Count} events of {File}; they are sent again after a pause ({PassedOver} more refusals since the last time)")]
    public static partial void BatchRefused(ILogger logger, Exception failure, string name, int count, string file, int passedOver);

    [LoggerMessage(2610, LogLevel.Error, "Source {Name} (taildir): {Count} events of {File} from byte {Offset} on could not be processed, most likely by an interceptor; they are tried again ({PassedOver} more failures since the last time)")]
    public static partial void BatchFailed(ILogger logger, Exception failure, string name, int count, string file, long offset, int passedOver);

    [LoggerMessage(2611, LogLevel.Error, "Source {Name} (taildir) cannot save positions in {PositionFile}; after a restart lines may come twice ({PassedOver} more failures since the last time)")]
    public static partial void CannotSave(ILogger logger, Exception failure, string name, string positionFile, int passedOver);

    [LoggerMessage(2612, LogLevel.Error, "Source {Name} (taildir): the position file {PositionFile} is damaged; {Entries} positions before the damage are used, other files are read as if they were new")]
    public static partial void PositionFileDamaged(ILogger logger, Exception failure, string name, string positionFile, int entries);

    [LoggerMessage(2613, LogLevel.Debug, "Source {Name} (taildir) closed {File} at byte {Position}")]
    public static partial void Closed(ILogger logger, string name, string file, long position);

    [LoggerMessage(2614, LogLevel.Information, "Source {Name} (taildir) goes on with the rest of {File}, which is now {NewName}")]
    public static partial void RestFound(ILogger logger, string name, string file, string newName);

    [LoggerMessage(2615, LogLevel.Debug, "Source {Name} (taildir): {File} is another name of {Same}, which is followed already")]
    public static partial void SameFile(ILogger logger, string name, string file, string same);
}
