using System.ComponentModel;

namespace FlumeSharp.Hdfs.Local;

/// <summary>Turns what .NET and the C library report into <see cref="FileSystemException"/> with a reason, and says when a retry can help.</summary>
internal static class LocalErrors
{
    // Linux numbers; the runtime passes them through in HResult.
    public const int NoEntry = 2;
    public const int Access = 13;
    public const int Exists = 17;
    public const int CrossDevice = 18;
    public const int Invalid = 22;
    public const int NoSystemCall = 38;
    public const int NotEmpty = 39;
    public const int NotSupported = 95;
    private const int NotPermitted = 1;
    private const int TooManyOpenSystem = 23;
    private const int TooManyOpen = 24;
    private const int TooBig = 27;
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    public const int NotDirectory = 20;
    private const int IsDirectory = 21;
    private const int NameTooLong = 36;
    private const int Stale = 116;
    private const int Quota = 122;

    // Not a number of Linux: .NET tells a missing directory from a missing file.
    private const int NoParent = -2;

    /// <summary>Whether an exception is a failed file operation that needs wrapping.</summary>
    public static bool Is(Exception exception)
        => exception is (IOException or UnauthorizedAccessException or Win32Exception) and not FileSystemException;

    public static FileSystemException Wrap(string verb, string path, Exception exception)
    {
        var code = exception switch
        {
            UnauthorizedAccessException => Access,
            FileNotFoundException => NoEntry,
            PathTooLongException => NameTooLong,
            DirectoryNotFoundException => NoParent,
            Win32Exception native => native.NativeErrorCode,
            _ => exception.HResult,
        };
        var (reason, retryable) = Explain(code, exception);
        var message = $"file: cannot {verb} '{path}': {reason}.";
        return code switch
        {
            NoEntry or NoParent => new PathNotFoundException(message, exception),
            Exists => new PathExistsException(message, exception),
            NotDirectory => new ParentNotDirectoryException(message, exception),
            NotPermitted or Access => new AccessDeniedException(message, exception),
            _ => new FileSystemException(message, exception, retryable),
        };
    }

    private static (string Reason, bool Retryable) Explain(int code, Exception exception) => code switch
    {
        NoSpace => ("the disk is full; free some space", true),
        Quota => ("the disk quota is used up; free some space or raise the quota", true),
        TooManyOpen or TooManyOpenSystem => ("too many files are open; raise the limit (ulimit -n) or open fewer", true),
        Stale => ("the network file system lost the file (stale handle)", true),
        NotPermitted or Access => ($"user '{Environment.UserName}' has no permission", false),
        ReadOnly => ("the file system is mounted read-only", false),
        NoEntry => ("it does not exist", false),
        NoParent => ("a directory of the path does not exist", false),
        Exists => ("the name is taken already", false),
        NotDirectory => ("a part of the path is a file, not a directory", false),
        IsDirectory => ("it is a directory", false),
        NotEmpty => ("the directory is not empty", false),
        NameTooLong => ("the name is longer than the file system allows", false),
        TooBig => ("the file would grow past the limit of the file system or of the process (ulimit -f)", false),
        CrossDevice => ("source and target are on different file systems", false),
        _ => (exception.Message.TrimEnd('.'), false),
    };
}
