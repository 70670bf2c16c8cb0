namespace FlumeSharp.Channels.File.Storage;

/// <summary>What an I/O error means.</summary>
internal static class DiskErrors
{
    public const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Whether it would work with more space.</summary>
    public static bool IsFull(Exception failure) =>
        failure is IOException { HResult: NoSpace or QuotaExceeded or WindowsDiskFull or WindowsHandleDiskFull };

    /// <summary>Whether it is one that a disk or file system causes.</summary>
    public static bool IsExpected(Exception failure) => failure is IOException or UnauthorizedAccessException;
}
