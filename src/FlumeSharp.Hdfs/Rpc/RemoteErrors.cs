namespace FlumeSharp.Hdfs.Rpc;

/// <summary>Turns the class name and message of a remote exception into this library's exceptions.</summary>
internal static class RemoteErrors
{
    public const string Retriable = "org.apache.hadoop.ipc.RetriableException";
    public const string NotReplicatedYet = "org.apache.hadoop.hdfs.server.namenode.NotReplicatedYetException";

    /// <summary>The exception for what <paramref name="server"/> answered to <paramref name="operation"/>.</summary>
    public static FileSystemException ToException(string server, string operation, string? className, string? serverMessage)
    {
        // The rest of the server's message is a Java stack trace.
        var line = (serverMessage ?? "").AsSpan();
        var end = line.IndexOf('\n');
        var reason = (end < 0 ? line : line[..end]).TrimEnd().ToString();
        var simpleName = className is null ? "error without a name" : className[(className.LastIndexOfAny(['.', '$']) + 1)..];
        var message = $"hdfs {server}: {operation}: {(reason.Length == 0 ? "no reason given" : reason)} ({simpleName})";

        // The simple names are unique among what namenodes and datanodes throw.
        return simpleName switch
        {
            "SafeModeException" => new SafeModeException(message) { RemoteClassName = className },
            "StandbyException" or "ObserverRetryOnActiveException" => new StandbyException(message) { RemoteClassName = className },
            "AccessControlException" or "AuthorizationException" or "SaslException" or "InvalidToken" =>
                new AccessDeniedException(message) { RemoteClassName = className },
            "NSQuotaExceededException" or "DSQuotaExceededException" or "QuotaByStorageTypeExceededException" or "QuotaExceededException"
                or "MaxDirectoryItemsExceededException" or "PathComponentTooLongException" =>
                new QuotaExceededException(message) { RemoteClassName = className },
            "LeaseExpiredException" or "AlreadyBeingCreatedException" => new LeaseException(message) { RemoteClassName = className },
            "RecoveryInProgressException" => new LeaseException(message, isRetryable: true) { RemoteClassName = className },
            "FileNotFoundException" => new PathNotFoundException(message) { RemoteClassName = className },
            "FileAlreadyExistsException" => new PathExistsException(message) { RemoteClassName = className },
            "ParentNotDirectoryException" => new ParentNotDirectoryException(message) { RemoteClassName = className },
            "RetriableException" or "NotReplicatedYetException" or "RetryStartFileException" =>
                new FileSystemException(message, isRetryable: true) { RemoteClassName = className },
            "IOException" when IsLackOfDatanodes(reason) => new NoDatanodeException(message) { RemoteClassName = className },
            _ => new FileSystemException(message) { RemoteClassName = className },
        };
    }

    private static bool IsLackOfDatanodes(string reason) =>
        reason.Contains("could only be written to", StringComparison.Ordinal)
        || reason.Contains("could only be replicated to", StringComparison.Ordinal);
}
