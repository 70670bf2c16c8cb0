using FlumeSharp.Hdfs.Protos;
using FlumeSharp.Hdfs.Rpc;

namespace FlumeSharp.Hdfs.Namenode;

/// <summary>The methods of <c>org.apache.hadoop.hdfs.protocol.ClientProtocol</c> this client calls.</summary>
internal static class NamenodeMethods
{
    public const string Protocol = "org.apache.hadoop.hdfs.protocol.ClientProtocol";

    public static readonly RpcMethod<FileStatusResponseProto> Create = new("create", FileStatusResponseProto.Parser);
    public static readonly RpcMethod<AppendResponseProto> Append = new("append", AppendResponseProto.Parser);
    public static readonly RpcMethod<LocatedBlockResponseProto> AddBlock = new("addBlock", LocatedBlockResponseProto.Parser);
    public static readonly RpcMethod<VoidResponseProto> AbandonBlock = new("abandonBlock", VoidResponseProto.Parser);
    public static readonly RpcMethod<BooleanResponseProto> Complete = new("complete", BooleanResponseProto.Parser);
    public static readonly RpcMethod<VoidResponseProto> Fsync = new("fsync", VoidResponseProto.Parser);
    public static readonly RpcMethod<LocatedBlockResponseProto> UpdateBlockForPipeline =
        new("updateBlockForPipeline", LocatedBlockResponseProto.Parser);
    public static readonly RpcMethod<LocatedBlockResponseProto> GetAdditionalDatanode =
        new("getAdditionalDatanode", LocatedBlockResponseProto.Parser);
    public static readonly RpcMethod<VoidResponseProto> UpdatePipeline = new("updatePipeline", VoidResponseProto.Parser);
    public static readonly RpcMethod<VoidResponseProto> RenewLease = new("renewLease", VoidResponseProto.Parser);
    public static readonly RpcMethod<BooleanResponseProto> RecoverLease = new("recoverLease", BooleanResponseProto.Parser);
    public static readonly RpcMethod<BooleanResponseProto> IsFileClosed = new("isFileClosed", BooleanResponseProto.Parser);
    public static readonly RpcMethod<FileStatusResponseProto> GetFileInfo = new("getFileInfo", FileStatusResponseProto.Parser);
    public static readonly RpcMethod<GetListingResponseProto> GetListing = new("getListing", GetListingResponseProto.Parser);
    public static readonly RpcMethod<GetBlockLocationsResponseProto> GetBlockLocations =
        new("getBlockLocations", GetBlockLocationsResponseProto.Parser);
    public static readonly RpcMethod<BooleanResponseProto> MakeDirectories = new("mkdirs", BooleanResponseProto.Parser);
    public static readonly RpcMethod<BooleanResponseProto> Rename = new("rename", BooleanResponseProto.Parser);
    public static readonly RpcMethod<VoidResponseProto> RenameWithOptions = new("rename2", VoidResponseProto.Parser);
    public static readonly RpcMethod<BooleanResponseProto> Delete = new("delete", BooleanResponseProto.Parser);
    public static readonly RpcMethod<VoidResponseProto> SetPermission = new("setPermission", VoidResponseProto.Parser);
    public static readonly RpcMethod<ServerDefaultsResponseProto> GetServerDefaults =
        new("getServerDefaults", ServerDefaultsResponseProto.Parser);
}
