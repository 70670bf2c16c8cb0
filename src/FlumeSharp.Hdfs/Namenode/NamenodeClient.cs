using FlumeSharp.Hdfs.Protos;
using FlumeSharp.Hdfs.Rpc;
using Google.Protobuf;

namespace FlumeSharp.Hdfs.Namenode;

/// <summary>
/// The calls of an open file, each with the client's name and the file's id, so that a rename of the open file or of its parents does
/// no harm. Calls on the name space that need no more than a request and a response go straight through <see cref="RpcClient"/>.
/// </summary>
internal sealed class NamenodeClient(RpcClient rpc, string clientName, HdfsConfiguration configuration, TimeProvider time)
{
    private const uint CreateFlag = 1;
    private const uint OverwriteFlag = 2;
    private const uint AppendFlag = 4;

    // In a directory with an erasure coding policy this asks for a replicated file, the only kind written here.
    private const uint ShouldReplicateFlag = 0x80;

    // The block report that completes a file arrives within milliseconds, so the first looks come sooner than Hadoop's.
    private static readonly TimeSpan FirstCompleteDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MaxCompleteDelay = TimeSpan.FromSeconds(2);

    /// <summary>The lease holder of every file opened here.</summary>
    public string ClientName => clientName;

    public Task<TResponse> CallAsync<TResponse>(RpcMethod<TResponse> method, IMessage request, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse> =>
        rpc.CallAsync(method, request, RpcRetry.Call, cancellationToken);

    public async Task<FileStatusProto> CreateAsync(
        string path, bool overwrite, FilePermission requested, uint replication, ulong blockSize, CancellationToken cancellationToken)
    {
        var request = new CreateRequestProto
        {
            Source = path,
            Masked = new FsPermissionProto { Mode = (uint)(requested.Mode & ~configuration.Umask) },
            Unmasked = new FsPermissionProto { Mode = requested.Mode },
            ClientName = clientName,
            Flags = CreateFlag | (overwrite ? OverwriteFlag : 0) | ShouldReplicateFlag,
            CreateParent = true,
            Replication = replication,
            BlockSize = blockSize,
        };
        var response = await CallAsync(NamenodeMethods.Create, request, cancellationToken).ConfigureAwait(false);
        return response.Status ?? throw new FileSystemException($"hdfs: create of '{path}' was answered without a file status; the server is older than Hadoop 2.");
    }

    public Task<AppendResponseProto> AppendAsync(string path, CancellationToken cancellationToken) => CallAsync(
        NamenodeMethods.Append, new AppendRequestProto { Source = path, ClientName = clientName, Flags = AppendFlag }, cancellationToken);

    /// <summary>Commits <paramref name="previous"/> with its final length and allocates the next block.</summary>
    public async Task<LocatedBlockProto> AddBlockAsync(
        string path, ulong fileId, ExtendedBlockProto? previous, IEnumerable<DatanodeInfoProto> excluded, CancellationToken cancellationToken)
    {
        var request = new AddBlockRequestProto { Source = path, ClientName = clientName, FileId = fileId };
        if (previous is not null)
            request.Previous = previous;
        request.ExcludeNodes.AddRange(excluded);
        var response = await rpc.CallAsync(NamenodeMethods.AddBlock, request, RpcRetry.Stream, cancellationToken).ConfigureAwait(false);
        return response.Block.Locations.Count > 0
            ? response.Block
            : throw new NoDatanodeException($"hdfs: the namenode allocated a block of '{path}' without a datanode.");
    }

    public Task AbandonBlockAsync(string path, ulong fileId, ExtendedBlockProto block, CancellationToken cancellationToken) => rpc.CallAsync(
        NamenodeMethods.AbandonBlock,
        new AbandonBlockRequestProto { Block = block, Source = path, Holder = clientName, FileId = fileId },
        RpcRetry.Stream,
        cancellationToken);

    /// <summary>Asks until the namenode has seen enough replicas of the last block and closed the file.</summary>
    /// <exception cref="NoDatanodeException">It had not after the time Hadoop's client would wait; asking again may help.</exception>
    public async Task CompleteAsync(string path, ulong fileId, ExtendedBlockProto? last, CancellationToken cancellationToken)
    {
        var request = new CompleteRequestProto { Source = path, ClientName = clientName, FileId = fileId };
        if (last is not null)
            request.Last = last;
        var started = time.GetTimestamp();
        var budget = configuration.LocateBlockDelay * ((1 << Math.Min(configuration.LocateBlockRetries, 20)) - 1);
        var backoff = new Backoff(FirstCompleteDelay, MaxCompleteDelay, time);
        while (true)
        {
            var response = await rpc.CallAsync(NamenodeMethods.Complete, request, RpcRetry.Stream, cancellationToken).ConfigureAwait(false);
            if (response.Result)
                return;
            if (time.GetElapsedTime(started) > budget)
                throw new NoDatanodeException($"hdfs: '{path}' cannot be closed: its last block does not have enough replicas after {budget.TotalSeconds:0.#} s.");
            await backoff.DelayAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the namenode remember the block being written, with the length it has now.</summary>
    public Task FsyncAsync(string path, ulong fileId, long blockLength, CancellationToken cancellationToken) => rpc.CallAsync(
        NamenodeMethods.Fsync,
        new FsyncRequestProto { Source = path, ClientName = clientName, LastBlockLength = blockLength, FileId = fileId },
        RpcRetry.Stream,
        cancellationToken);

    /// <summary>A new generation stamp and token for a block whose pipeline is set up again.</summary>
    public async Task<LocatedBlockProto> UpdateBlockForPipelineAsync(ExtendedBlockProto block, CancellationToken cancellationToken)
    {
        var request = new UpdateBlockForPipelineRequestProto { Block = block, ClientName = clientName };
        var response = await rpc.CallAsync(NamenodeMethods.UpdateBlockForPipeline, request, RpcRetry.Stream, cancellationToken).ConfigureAwait(false);
        return response.Block;
    }

    /// <summary>The nodes of a block being written and one more, in a new order; only those it had where there is no other.</summary>
    public async Task<LocatedBlockProto> GetAdditionalDatanodeAsync(
        string path,
        ulong fileId,
        ExtendedBlockProto block,
        DataTransfer.PipelineTarget target,
        IEnumerable<DatanodeInfoProto> excluded,
        CancellationToken cancellationToken)
    {
        var request = new GetAdditionalDatanodeRequestProto
        {
            Source = path,
            FileId = fileId,
            Block = block,
            AdditionalNodes = 1,
            ClientName = clientName,
        };
        request.ExistingNodes.AddRange(target.Nodes);
        request.ExistingStorageIds.AddRange(target.StorageIds);
        request.ExcludeNodes.AddRange(excluded);
        var response = await rpc.CallAsync(NamenodeMethods.GetAdditionalDatanode, request, RpcRetry.Stream, cancellationToken).ConfigureAwait(false);
        return response.Block;
    }

    public Task UpdatePipelineAsync(
        ExtendedBlockProto oldBlock,
        ExtendedBlockProto newBlock,
        IEnumerable<DatanodeInfoProto> nodes,
        IEnumerable<string> storageIds,
        CancellationToken cancellationToken)
    {
        var request = new UpdatePipelineRequestProto { ClientName = clientName, OldBlock = oldBlock, NewBlock = newBlock };
        foreach (var node in nodes)
            request.NewNodes.Add(node.Id);
        request.StorageIds.AddRange(storageIds);
        return rpc.CallAsync(NamenodeMethods.UpdatePipeline, request, RpcRetry.Stream, cancellationToken);
    }

    /// <summary>Renews the lease of every open file of this client; one attempt.</summary>
    public Task RenewLeaseAsync(CancellationToken cancellationToken) => rpc.CallAsync(
        NamenodeMethods.RenewLease, new RenewLeaseRequestProto { ClientName = clientName }, RpcRetry.None, cancellationToken);
}
