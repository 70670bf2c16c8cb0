using FlumeSharp.Hdfs.Protos;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>One node of a pipeline failed.</summary>
internal sealed class DatanodeException : IOException
{
    public DatanodeException(int node, DatanodeInfoProto datanode, TransferStatus? status, string reason, Exception? innerException = null)
        : base($"datanode {DatanodeAddress.NameOf(datanode)} {reason}", innerException)
    {
        Node = node;
        Datanode = datanode;
        Status = status;
    }

    /// <summary>The node's place in the pipeline.</summary>
    public int Node { get; }

    public DatanodeInfoProto Datanode { get; }

    /// <summary>What the node answered, or <see langword="null"/> when it did not.</summary>
    public TransferStatus? Status { get; }
}
