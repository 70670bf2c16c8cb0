using FlumeSharp.Hdfs.Protos;
using Google.Protobuf;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>Asks a block's datanodes to form a pipeline.</summary>
internal sealed class PipelineSetup(DatanodeConnector connector, string clientName, HdfsConfiguration configuration, TimeProvider time)
{
    private static readonly TimeSpan PerNode = TimeSpan.FromSeconds(5);

    /// <summary>How long a pipeline of so many nodes may be silent.</summary>
    public static TimeSpan Patience(HdfsConfiguration configuration, int nodes) => configuration.SocketTimeout + (nodes * PerNode);

    /// <summary>Connects to the first node, which connects to the next and so on.</summary>
    /// <exception cref="DatanodeException">A node refused or could not be reached.</exception>
    public async Task<(Stream Stream, TransferReader Reader)> OpenAsync(PipelineTarget target, CancellationToken cancellationToken)
    {
        var nodes = target.Nodes;
        Stream? stream = null;
        TransferReader? reader = null;
        using var deadline = new CancellationTokenSource(Patience(configuration, nodes.Count), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            stream = await connector.ConnectAsync(nodes[0], either.Token).ConfigureAwait(false);
            reader = new TransferReader(stream);
            var request = BlockOperation.Encode(BlockOperation.WriteBlock, Request(target));
            await stream.WriteAsync(request, either.Token).ConfigureAwait(false);
            var response = await reader.ReadDelimitedAsync(BlockOperationResponseProto.Parser, either.Token).ConfigureAwait(false);
            if (response.Status == (int)TransferStatus.Success)
                return (stream, reader);

            var bad = IndexOf(nodes, response.FirstBadLink);
            var status = (TransferStatus)response.Status;
            throw new DatanodeException(bad, nodes[bad], status, $"refused the block with {status}{(response.Message.Length > 0 ? ": " : "")}{response.Message}");
        }
        catch (Exception e)
        {
            reader?.Dispose();
            if (stream is not null)
                await stream.DisposeAsync().ConfigureAwait(false);
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new DatanodeException(0, nodes[0], null, $"did not set the pipeline up within {Patience(configuration, nodes.Count).TotalSeconds:0.#} s", e);
            if (e is not DatanodeException && e is IOException or InvalidDataException)
                throw new DatanodeException(0, nodes[0], null, $"failed while the pipeline was set up: {e.Message}", e);
            throw;
        }
    }

    /// <summary>The request for the first node, which names the nodes behind it.</summary>
    public WriteBlockOperationProto Request(PipelineTarget target)
    {
        var request = new WriteBlockOperationProto
        {
            Header = new ClientOperationHeaderProto
            {
                BaseHeader = new BaseHeaderProto
                {
                    Block = new ExtendedBlockProto(target.Block) { NumBytes = (ulong)target.BlockSize },
                    Token = target.Token,
                },
                ClientName = clientName,
            },
            Stage = target.Stage,
            PipelineSize = (uint)target.Nodes.Count,
            MinBytesReceived = (ulong)target.AcknowledgedLength,
            MaxBytesReceived = (ulong)target.SentLength,
            LatestGenerationStamp = target.LatestGenerationStamp,
            RequestedChecksum = new ChecksumProto
            {
                Type = (int)configuration.ChecksumType,
                BytesPerChecksum = (uint)configuration.BytesPerChecksum,
            },
            AllowLazyPersist = false,
            Pinning = false,
        };
        for (var i = 0; i < target.Nodes.Count; i++)
        {
            var storageType = i < target.StorageTypes.Count ? target.StorageTypes[i] : StorageTypeProto.Disk;
            var storageId = i < target.StorageIds.Count ? target.StorageIds[i] : null;
            if (i == 0)
            {
                request.StorageType = storageType;
                if (storageId is not null)
                    request.StorageId = storageId;
                continue;
            }
            request.Targets.Add(target.Nodes[i]);
            request.TargetStorageTypes.Add(storageType);
            if (storageId is not null)
                request.TargetStorageIds.Add(storageId);
        }
        return request;
    }

    private static int IndexOf(IReadOnlyList<DatanodeInfoProto> nodes, string firstBadLink)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (DatanodeAddress.NameOf(nodes[i]) == firstBadLink)
                return i;
        }
        return 0;
    }
}
