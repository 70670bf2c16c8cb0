using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using FlumeSharp.Hdfs.Protos;
using FlumeSharp.Hdfs.Tests.DataTransfer;
using Google.Protobuf;

namespace FlumeSharp.Hdfs.Tests.Fakes;

/// <summary>
/// A namenode in memory that speaks the real bytes: one directory level of files with leases and blocks, a retry cache, and faults by
/// script. It is strict where a real one is.
/// </summary>
internal sealed class FakeNamenode : FakeListener
{
    private const string LeaseExpired = "org.apache.hadoop.hdfs.server.namenode.LeaseExpiredException";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _retryCache = new(StringComparer.Ordinal);
    private ulong _lastId = 1000;

    /// <summary>Decides about each call before it is executed; <see langword="null"/> lets it pass.</summary>
    public Func<FakeCall, FakeFault?> Fault { get; set; } = static _ => null;

    /// <summary>The datanodes new blocks are placed on, in order.</summary>
    public IReadOnlyList<DatanodeInfoProto> Datanodes { get; set; } = [];

    /// <summary>How many more times a complete is answered with "not yet".</summary>
    public int IncompleteAnswers { get; set; }

    public ConcurrentQueue<FakeCall> Calls { get; } = new();

    public Dictionary<string, FakeFile> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Block ids given back.</summary>
    public ConcurrentQueue<ulong> Abandoned { get; } = new();

    /// <summary>The datanodes of each pipeline that was rebuilt.</summary>
    public ConcurrentQueue<string[]> Pipelines { get; } = new();

    public int CountOf(string method) => Calls.Count(call => call.Method == method);

    protected override async Task ServeAsync(NetworkStream stream, CancellationToken stopping)
    {
        var preamble = new byte[7];
        await stream.ReadExactlyAsync(preamble, stopping);
        if (!preamble.AsSpan().SequenceEqual("hrpc\u0009\0\0"u8))
            throw new InvalidDataException("wrong preamble " + Convert.ToHexString(preamble));
        var user = "";
        while (true)
        {
            var prefix = new byte[4];
            await stream.ReadExactlyAsync(prefix, stopping);
            var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix)];
            await stream.ReadExactlyAsync(frame, stopping);
            var input = new CodedInputStream(frame);
            var header = RpcRequestHeaderProto.Parser.ParseFrom(input.ReadBytes());
            if (header.ClientId.Length != 16 || header.RpcKind != 2)
                throw new InvalidDataException("wrong request header");
            if (header.CallId == -3)
            {
                user = ConnectionContextProto.Parser.ParseFrom(input.ReadBytes()).UserInfo.EffectiveUser;
                continue;
            }
            if (header.CallId == -4)
            {
                Calls.Enqueue(new FakeCall("ping", header.CallId, header.RetryCount, "", user));
                continue;
            }
            var method = RequestHeaderProto.Parser.ParseFrom(input.ReadBytes());
            var call = new FakeCall(method.MethodName, header.CallId, header.RetryCount, Convert.ToHexString(header.ClientId.Span), user);
            Calls.Enqueue(call);
            var response = Answer(call, Fault(call), input.ReadBytes(), out var cuts);
            if (cuts)
                return;
            if (response is not null)
                await stream.WriteAsync(response, stopping);
        }
    }

    private byte[]? Answer(FakeCall call, FakeFault? fault, ByteString request, out bool cuts)
    {
        cuts = fault?.Cuts ?? false;
        if (fault is { ErrorClass: { } errorClass })
            return Failure(call, errorClass, fault.ErrorMessage);
        if (fault is { Executes: false })
            return null;
        lock (_gate)
        {
            var key = $"{call.ClientId}/{call.CallId}";
            if (call.RetryCount > 0 && _retryCache.TryGetValue(key, out var cached))
                return cached;
            try
            {
                return _retryCache[key] = Success(call, Execute(call.Method, request));
            }
            catch (FakeRemoteException e)
            {
                return Failure(call, e.ClassName, e.Message);
            }
        }
    }

    private IMessage Execute(string method, ByteString bytes)
    {
        switch (method)
        {
            case "getServerDefaults":
                return new ServerDefaultsResponseProto
                {
                    Defaults = new ServerDefaultsProto { BlockSize = 1 << 20, BytesPerChecksum = 512, WritePacketSize = 65536, Replication = 1, FileBufferSize = 4096 },
                };
            case "create":
                return Create(CreateRequestProto.Parser.ParseFrom(bytes));
            case "append":
                return Append(AppendRequestProto.Parser.ParseFrom(bytes));
            case "addBlock":
                return AddBlock(AddBlockRequestProto.Parser.ParseFrom(bytes));
            case "abandonBlock":
                var abandon = AbandonBlockRequestProto.Parser.ParseFrom(bytes);
                Open(abandon.Source, abandon.Holder, abandon.FileId).Blocks.RemoveAll(block => block.BlockId == abandon.Block.BlockId);
                Abandoned.Enqueue(abandon.Block.BlockId);
                return new VoidResponseProto();
            case "fsync":
                var fsync = FsyncRequestProto.Parser.ParseFrom(bytes);
                Open(fsync.Source, fsync.ClientName, fsync.FileId).Blocks[^1].NumBytes = (ulong)fsync.LastBlockLength;
                return new VoidResponseProto();
            case "complete":
                return Complete(CompleteRequestProto.Parser.ParseFrom(bytes));
            case "updateBlockForPipeline":
                var update = UpdateBlockForPipelineRequestProto.Parser.ParseFrom(bytes);
                return new LocatedBlockResponseProto { Block = Located(new ExtendedBlockProto(update.Block) { GenerationStamp = ++_lastId }, []) };
            case "updatePipeline":
                return UpdatePipeline(UpdatePipelineRequestProto.Parser.ParseFrom(bytes));
            case "getAdditionalDatanode":
                return AddDatanode(GetAdditionalDatanodeRequestProto.Parser.ParseFrom(bytes));
            case "renewLease":
                return new VoidResponseProto();
            case "recoverLease":
                Files[RecoverLeaseRequestProto.Parser.ParseFrom(bytes).Source].Writer = null;
                return new BooleanResponseProto { Result = true };
            case "isFileClosed":
                return new BooleanResponseProto { Result = Files[PathRequestProto.Parser.ParseFrom(bytes).Source].Writer is null };
            case "getFileInfo":
                var wanted = PathRequestProto.Parser.ParseFrom(bytes).Source;
                return Files.TryGetValue(wanted, out var found)
                    ? new FileStatusResponseProto { Status = Status(found, "") }
                    : new FileStatusResponseProto();
            case "getListing":
                return List(GetListingRequestProto.Parser.ParseFrom(bytes));
            case "getBlockLocations":
                return Locate(GetBlockLocationsRequestProto.Parser.ParseFrom(bytes).Source);
            case "rename2":
                return Rename(RenameWithOptionsRequestProto.Parser.ParseFrom(bytes));
            case "delete":
                return new BooleanResponseProto { Result = Files.Remove(DeleteRequestProto.Parser.ParseFrom(bytes).Source) };
            case "mkdirs":
                return new BooleanResponseProto { Result = true };
            case "setPermission":
                var permission = SetPermissionRequestProto.Parser.ParseFrom(bytes);
                Files[permission.Source].Mode = permission.Permission.Mode;
                return new VoidResponseProto();
            default:
                throw new FakeRemoteException("org.apache.hadoop.ipc.RpcNoSuchMethodException", "Unknown method " + method);
        }
    }

    private FileStatusResponseProto Create(CreateRequestProto request)
    {
        if (Files.ContainsKey(request.Source) && (request.Flags & 2) == 0)
            throw new FakeRemoteException("org.apache.hadoop.fs.FileAlreadyExistsException", request.Source + " already exists");
        var file = Files[request.Source] = new FakeFile
        {
            Id = ++_lastId,
            BlockSize = request.BlockSize,
            Replication = request.Replication,
            Mode = request.Masked.Mode,
            Writer = request.ClientName,
        };
        return new FileStatusResponseProto { Status = Status(file, "") };
    }

    private AppendResponseProto Append(AppendRequestProto request)
    {
        var file = Files.GetValueOrDefault(request.Source) ?? throw new FakeRemoteException("java.io.FileNotFoundException", request.Source);
        if (file.Writer is not null)
            throw new FakeRemoteException("org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException", "held by " + file.Writer);
        file.Writer = request.ClientName;
        var response = new AppendResponseProto { Status = Status(file, "") };
        if (file.Blocks.Count > 0 && file.Blocks[^1].NumBytes < file.BlockSize)
            response.Block = Located(file.Blocks[^1], Datanodes, (ulong)file.Length - file.Blocks[^1].NumBytes);
        return response;
    }

    private LocatedBlockResponseProto AddBlock(AddBlockRequestProto request)
    {
        var file = Open(request.Source, request.ClientName, request.FileId);
        var committed = request.Previous is { } previous ? file.Blocks.FindIndex(block => block.BlockId == previous.BlockId) : file.Blocks.Count - 1;
        if (request.Previous is { } last)
        {
            if (last.NumBytes != file.BlockSize)
                throw new InvalidDataException($"a block in the middle of the file has {last.NumBytes} bytes");
            if (last.GenerationStamp != file.Blocks[committed].GenerationStamp)
                throw new InvalidDataException("wrong generation stamp");
            file.Blocks[committed].NumBytes = last.NumBytes;
        }
        var excluded = request.ExcludeNodes.Select(static node => node.Id.DatanodeUuid).ToHashSet();
        var nodes = Datanodes.Where(node => !excluded.Contains(node.Id.DatanodeUuid)).Take((int)file.Replication).ToList();
        if (nodes.Count == 0)
        {
            throw new FakeRemoteException(
                "java.io.IOException", $"File {request.Source} could only be written to 0 of the 1 minReplication nodes.");
        }
        if (committed == file.Blocks.Count - 1)
            file.Blocks.Add(new ExtendedBlockProto { PoolId = "BP-1", BlockId = ++_lastId, GenerationStamp = ++_lastId, NumBytes = 0 });
        return new LocatedBlockResponseProto { Block = Located(file.Blocks[^1], nodes) };
    }

    private VoidResponseProto UpdatePipeline(UpdatePipelineRequestProto request)
    {
        var block = Files.Values.SelectMany(static file => file.Blocks).Single(block => block.BlockId == request.NewBlock.BlockId);
        if (request.NewBlock.GenerationStamp <= block.GenerationStamp || request.NewBlock.NumBytes < block.NumBytes)
            throw new InvalidDataException($"{request.NewBlock} after {block}");
        if (request.NewNodes.Count == 0 || request.NewNodes.Count != request.StorageIds.Count)
            throw new InvalidDataException("nodes and storages do not match");
        block.GenerationStamp = request.NewBlock.GenerationStamp;
        block.NumBytes = request.NewBlock.NumBytes;
        Pipelines.Enqueue([.. request.NewNodes.Select(static node => node.DatanodeUuid)]);
        return new VoidResponseProto();
    }

    private LocatedBlockResponseProto AddDatanode(GetAdditionalDatanodeRequestProto request)
    {
        _ = Open(request.Source, request.ClientName, request.FileId);
        var taken = request.ExistingNodes.Concat(request.ExcludeNodes).Select(static node => node.Id.DatanodeUuid).ToHashSet();
        var added = Datanodes.Where(node => !taken.Contains(node.Id.DatanodeUuid)).Take((int)request.AdditionalNodes);
        return new LocatedBlockResponseProto { Block = Located(request.Block, [.. request.ExistingNodes, .. added]) };
    }

    private BooleanResponseProto Complete(CompleteRequestProto request)
    {
        var file = Files.GetValueOrDefault(request.Source);
        if (file is { Writer: null } && file.Id == request.FileId)
            return new BooleanResponseProto { Result = true };
        file = Open(request.Source, request.ClientName, request.FileId);
        if (IncompleteAnswers > 0)
        {
            IncompleteAnswers--;
            return new BooleanResponseProto { Result = false };
        }
        if (request.Last is { } last)
        {
            var block = file.Blocks.Single(b => b.BlockId == last.BlockId);
            if (block.GenerationStamp != last.GenerationStamp)
                throw new InvalidDataException("wrong generation stamp");
            block.NumBytes = last.NumBytes;
        }
        file.Writer = null;
        return new BooleanResponseProto { Result = true };
    }

    private VoidResponseProto Rename(RenameWithOptionsRequestProto request)
    {
        if (!Files.TryGetValue(request.Source, out var moved))
            throw new FakeRemoteException("java.io.FileNotFoundException", "rename source " + request.Source + " is not found.");
        if (!Files.TryAdd(request.Destination, moved))
            throw new FakeRemoteException("org.apache.hadoop.fs.FileAlreadyExistsException", request.Destination + " already exists");
        Files.Remove(request.Source);
        return new VoidResponseProto();
    }

    private GetListingResponseProto List(GetListingRequestProto request)
    {
        const int PageSize = 3;
        var names = Files.Keys.Where(path => path.StartsWith(request.Source + "/", StringComparison.Ordinal))
            .Select(path => path[(request.Source.Length + 1)..]).Order(StringComparer.Ordinal)
            .Where(name => string.CompareOrdinal(name, request.StartAfter.ToStringUtf8()) > 0).ToList();
        var listing = new DirectoryListingProto { RemainingEntries = (uint)Math.Max(0, names.Count - PageSize) };
        listing.Entries.AddRange(names.Take(PageSize).Select(name => Status(Files[$"{request.Source}/{name}"], name)));
        return new GetListingResponseProto { Listing = listing };
    }

    private GetBlockLocationsResponseProto Locate(string path)
    {
        var file = Files.GetValueOrDefault(path) ?? throw new FakeRemoteException("java.io.FileNotFoundException", "File does not exist: " + path);
        var located = new LocatedBlocksProto { FileLength = (ulong)file.Length, UnderConstruction = false, IsLastBlockComplete = true };
        ulong offset = 0;
        foreach (var block in file.Blocks)
        {
            located.Blocks.Add(Located(block, Datanodes, offset));
            offset += block.NumBytes;
        }
        return new GetBlockLocationsResponseProto { Locations = located };
    }

    private FakeFile Open(string path, string holder, ulong fileId)
    {
        var file = Files.Values.SingleOrDefault(file => file.Id == fileId);
        if (file is null || file.Writer != holder)
            throw new FakeRemoteException(LeaseExpired, $"No lease on {path} (inode {fileId})");
        return file;
    }

    private static LocatedBlockProto Located(ExtendedBlockProto block, IReadOnlyList<DatanodeInfoProto> nodes, ulong offset = 0)
    {
        var located = new LocatedBlockProto { Block = new ExtendedBlockProto(block), Offset = offset, Corrupt = false, BlockToken = WireFormatTests.EmptyToken() };
        located.Locations.AddRange(nodes);
        located.StorageTypes.AddRange(nodes.Select(static _ => StorageTypeProto.Disk));
        located.StorageIds.AddRange(nodes.Select(static node => "DS-" + node.Id.DatanodeUuid));
        return located;
    }

    private static FileStatusProto Status(FakeFile file, string name) => new()
    {
        FileType = 2,
        Path = ByteString.CopyFromUtf8(name),
        Length = (ulong)file.Length,
        Permission = new FsPermissionProto { Mode = file.Mode },
        Owner = "flume",
        Group = "users",
        ModificationTime = 1_700_000_000_000,
        AccessTime = 0,
        Replication = file.Replication,
        BlockSize = file.BlockSize,
        FileId = file.Id,
    };

    private static byte[] Success(FakeCall call, IMessage response) => Frame(Header(call, 0), response);

    private static byte[] Failure(FakeCall call, string className, string message)
    {
        var header = Header(call, 1);
        header.ExceptionClassName = className;
        header.ErrorMessage = message + "\n\tat org.apache.hadoop.Fake(Fake.java:1)";
        return Frame(header);
    }

    private static RpcResponseHeaderProto Header(FakeCall call, int status) => new()
    {
        CallId = (uint)call.CallId,
        Status = status,
        ServerIpcVersion = 9,
        ClientId = ByteString.CopyFrom(Convert.FromHexString(call.ClientId)),
        RetryCount = call.RetryCount,
    };

    private static byte[] Frame(params IMessage[] messages)
    {
        using var body = new MemoryStream();
        foreach (var message in messages)
            message.WriteDelimitedTo(body);
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, (int)body.Length);
        body.ToArray().CopyTo(frame, 4);
        return frame;
    }
}
