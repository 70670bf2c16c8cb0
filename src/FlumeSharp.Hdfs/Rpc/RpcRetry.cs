namespace FlumeSharp.Hdfs.Rpc;

/// <summary>How patient a call is.</summary>
internal enum RpcRetry
{
    /// <summary>One attempt: the caller has a schedule of its own.</summary>
    None,

    /// <summary>A short while of connection trouble; safe mode is the caller's to know.</summary>
    Call,

    /// <summary>A call of an open stream: outlives a restart of the namenode and the safe mode after it.</summary>
    Stream,
}
