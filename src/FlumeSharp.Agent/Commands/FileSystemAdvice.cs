using FlumeSharp.Hdfs;

namespace FlumeSharp.Agent.Commands;

/// <summary>What somebody at a terminal can do about a failure of a file system.</summary>
internal static class FileSystemAdvice
{
    /// <summary>The failure with what to do about it behind its message; the failure itself where there is nothing to say.</summary>
    public static FileSystemException Add(FileSystemException failure)
    {
        var advice = failure switch
        {
            ServerUnavailableException => "Check that the namenode runs and listens there: its address is fs.defaultFS in the cluster's core-site.xml, its port usually 8020 or 9000.",
            StandbyException => "Name the active namenode instead; 'hdfs haadmin -getAllServiceState' shows which one that is.",
            SafeModeException => "Wait until the datanodes have reported, or end it with 'hdfs dfsadmin -safemode leave'.",
            AccessDeniedException => "Act as another user with --user NAME, or have the owner change the permissions.",
            PathExistsException => "Choose another name, or add --overwrite to replace a file.",
            NoDatanodeException => "Look at the datanodes with 'hdfs dfsadmin -report': they must be live, have room, and be reachable from here.",
            QuotaExceededException => "Delete what is not needed, or have the quota raised with 'hdfs dfsadmin -setSpaceQuota' or '-setQuota'.",
            LeaseException => "Another writer has the file open; 'hdfs debug recoverLease -path PATH' ends a dead writer's hold.",
            _ => null,
        };
        return advice is null ? failure : new FileSystemException($"{failure.Message.TrimEnd()} {advice}", failure);
    }
}
