using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FlumeSharp.Hdfs.DataTransfer;
using FlumeSharp.Hdfs.Namenode;
using FlumeSharp.Hdfs.Protos;
using FlumeSharp.Hdfs.Rpc;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs;

/// <summary>
/// HDFS through its native protocols: Hadoop RPC to the namenode, the data transfer protocol to the datanodes. Nothing is connected
/// before the first call; one connection to the namenode serves all files.
/// </summary>
/// <remarks>Safe for concurrent use. Works with Hadoop 2.7 to 3.4 under simple authentication.</remarks>
public sealed class HdfsFileSystem : FileSystem
{
    private const int DefaultPort = 8020;
    private const int DirectoryType = 1;
    private const uint ErasureCodedFlag = 4;
    private const ushort NewDirectoryMode = 0x1FF; // rwxrwxrwx, before the umask
    private const ushort NewFileMode = 0x1B6; // rw-rw-rw-, before the umask

    private readonly HdfsConfiguration _configuration;
    private readonly TimeProvider _time;
    private readonly RpcClient _rpc;
    private readonly NamenodeClient _namenode;
    private readonly OpenFiles _openFiles;
    private readonly PacketPool _pool;
    private readonly BlockOpener _opener;
    private readonly BlockSource _source;
    private readonly ILogger _logger;
    private Tuple<ServerDefaultsProto, long>? _defaults;

    /// <summary>Prepares a client for the namenode at <paramref name="uri"/>; the port is 8020 unless it says another.</summary>
    /// <exception cref="ArgumentException">The URI is not <c>hdfs://host[:port]</c>.</exception>
    /// <exception cref="FileSystemException">A Hadoop property has a value that cannot be read.</exception>
    public HdfsFileSystem(Uri uri, FileSystemSettings settings)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(settings);
        if (!uri.IsAbsoluteUri || uri.Scheme != "hdfs" || uri.Host.Length == 0)
            throw new ArgumentException($"An HDFS address reads hdfs://host:port, but this one is '{uri}'.", nameof(uri));

        var port = uri.Port > 0 ? uri.Port : DefaultPort;
        Uri = new Uri(string.Create(CultureInfo.InvariantCulture, $"hdfs://{uri.Host}:{port}/"));
        _configuration = new HdfsConfiguration(settings.Properties);
        _time = settings.TimeProvider;
        _logger = settings.LoggerFactory.CreateLogger(typeof(HdfsFileSystem).FullName!);
        var identity = new RpcIdentity(
            settings.UserName ?? Environment.GetEnvironmentVariable("HADOOP_USER_NAME") ?? Environment.UserName);
        WorkingDirectory = $"{_configuration.HomeDirectories.TrimEnd('/')}/{identity.User}";
        var clientName = string.Create(CultureInfo.InvariantCulture, $"FlumeSharp_{RandomNumberGenerator.GetInt32(int.MaxValue)}_{Environment.ProcessId}");
        _rpc = new RpcClient([new DnsEndPoint(uri.Host, port)], NamenodeMethods.Protocol, identity, _configuration, _time, _logger);
        _namenode = new NamenodeClient(_rpc, clientName, _configuration, _time);
        _openFiles = new OpenFiles(_namenode, _configuration, _time, _logger);
        _pool = new PacketPool(_configuration);
        var connector = new DatanodeConnector(_configuration, _time);
        var setup = new PipelineSetup(connector, clientName, _configuration, _time);
        var spare = new SpareDatanode(_namenode, connector, _configuration, _time);
        var recovery = new PipelineRecovery(_namenode, setup, spare, _configuration, _time, _logger);
        _opener = new BlockOpener(_namenode, setup, recovery, _pool, _configuration, _time, _logger);
        _source = new BlockSource(_namenode, connector, identity, _configuration, _time, _logger);
    }

    /// <inheritdoc />
    public override Uri Uri { get; }

    /// <inheritdoc />
    public override string WorkingDirectory { get; }

    /// <inheritdoc />
    public override async ValueTask<FileOutputStream> CreateAsync(
        string path, CreateOptions? options = null, CancellationToken cancellationToken = default)
    {
        path = HdfsPath.Normalize(path);
        options ??= new CreateOptions();
        var replication = options.Replication ?? _configuration.Replication;
        var blockSize = options.BlockSize ?? _configuration.BlockSize;
        if (replication is null || blockSize is null)
        {
            var defaults = await GetDefaultsAsync(cancellationToken).ConfigureAwait(false);
            replication ??= (short)defaults.Replication;
            blockSize ??= (long)defaults.BlockSize;
        }
        if (blockSize <= 0 || blockSize % _configuration.BytesPerChecksum != 0)
            throw new FileSystemException($"hdfs: the block size of '{path}' must be a multiple of {_configuration.BytesPerChecksum} (dfs.bytes-per-checksum) but is {blockSize}.");

        var status = await _namenode.CreateAsync(
            path, options.Overwrite, options.Permission ?? new FilePermission(NewFileMode), (uint)replication, (ulong)blockSize, cancellationToken).ConfigureAwait(false);
        if (status.FileEncryptionInfo is not null || status.ErasureCodingPolicy is not null || (status.Flags & ErasureCodedFlag) != 0)
        {
            await DeleteAsync(path, recursive: false, cancellationToken).ConfigureAwait(false);
            throw new FileSystemException($"hdfs: '{path}' would be encrypted or erasure coded, which cannot be written yet; choose another directory.");
        }
        return Open(new OpenedFile(path, status.FileId, blockSize.Value, replication.Value) { Excluded = _opener.ExcludeNone() });
    }

    /// <inheritdoc />
    public override async ValueTask<FileOutputStream> AppendAsync(string path, CancellationToken cancellationToken = default)
    {
        path = HdfsPath.Normalize(path);
        var opened = await _namenode.AppendAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            var status = opened.Status ?? (await GetFileInfoAsync(path, cancellationToken).ConfigureAwait(false))
                ?? throw new PathNotFoundException($"hdfs: '{path}' was deleted while it was opened.");
            var file = new OpenedFile(path, status.FileId, (long)status.BlockSize, (int)status.Replication)
            {
                Excluded = _opener.ExcludeNone(),
                Length = (long)status.Length,
            };
            if (opened.Block is not { } last)
                return Open(file);
            var length = (long)(last.Offset + last.Block.NumBytes);
            if (last.Block.NumBytes == status.BlockSize)
                return Open(file with { Length = length, LastBlock = last.Block });
            return Open(file with { Length = length, Block = await _opener.ReopenAsync(file, last, cancellationToken).ConfigureAwait(false) });
        }
        catch
        {
            // The file is open under our lease now and nobody would ever close it.
            await GiveUpAsync(path).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public override async ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken = default)
    {
        path = HdfsPath.Normalize(path);
        return new HdfsInputStream(_source, path, await _source.LocateAsync(path, cancellationToken).ConfigureAwait(false), _logger);
    }

    /// <inheritdoc />
    public override async ValueTask<bool> RenameAsync(string source, string destination, CancellationToken cancellationToken = default)
    {
        // The older "rename" would move the source into a directory of the destination's name; this one refuses.
        var request = new RenameWithOptionsRequestProto
        {
            Source = HdfsPath.Normalize(source),
            Destination = HdfsPath.Normalize(destination),
            OverwriteDestination = false,
        };
        try
        {
            await _namenode.CallAsync(NamenodeMethods.RenameWithOptions, request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (FileSystemException e) when (e is PathExistsException or PathNotFoundException)
        {
            return false;
        }
        catch (FileSystemException e) when (e.RemoteClassName == "java.io.IOException")
        {
            // A directory where a file should go, or the reverse, has no exception class of its own.
            if (await GetFileInfoAsync(request.Destination, cancellationToken).ConfigureAwait(false) is not null)
                return false;
            throw;
        }
    }

    /// <inheritdoc />
    public override async ValueTask<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellationToken = default)
    {
        var request = new DeleteRequestProto { Source = HdfsPath.Normalize(path), Recursive = recursive };
        return (await _namenode.CallAsync(NamenodeMethods.Delete, request, cancellationToken).ConfigureAwait(false)).Result;
    }

    /// <inheritdoc />
    public override async ValueTask MakeDirectoriesAsync(
        string path, FilePermission? permission = null, CancellationToken cancellationToken = default)
    {
        var mode = permission?.Mode ?? NewDirectoryMode;
        var request = new MakeDirectoriesRequestProto
        {
            Source = HdfsPath.Normalize(path),
            Masked = new FsPermissionProto { Mode = (uint)(mode & ~_configuration.Umask) },
            Unmasked = new FsPermissionProto { Mode = mode },
            CreateParent = true,
        };
        if (!(await _namenode.CallAsync(NamenodeMethods.MakeDirectories, request, cancellationToken).ConfigureAwait(false)).Result)
            throw new FileSystemException($"hdfs: the namenode did not create the directory '{path}'.");
    }

    /// <inheritdoc />
    public override async ValueTask<FileStatus?> GetStatusAsync(string path, CancellationToken cancellationToken = default)
    {
        path = HdfsPath.Normalize(path);
        return await GetFileInfoAsync(path, cancellationToken).ConfigureAwait(false) is { } status ? ToStatus(status, path) : null;
    }

    /// <inheritdoc />
    public override async IAsyncEnumerable<FileStatus> ListAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        path = HdfsPath.Normalize(path);
        var after = ByteString.Empty;
        while (true)
        {
            var request = new GetListingRequestProto { Source = path, StartAfter = after, NeedLocation = false };
            var response = await _namenode.CallAsync(NamenodeMethods.GetListing, request, cancellationToken).ConfigureAwait(false);
            if (response.Listing is not { } listing)
                throw new PathNotFoundException($"hdfs: '{path}' does not exist.");
            foreach (var entry in listing.Entries)
            {
                // A file lists itself under an empty name.
                yield return ToStatus(entry, entry.Path.IsEmpty ? path : HdfsPath.Combine(path, entry.Path.ToStringUtf8()));
                after = entry.Path;
            }
            if (listing.RemainingEntries == 0 || listing.Entries.Count == 0)
                yield break;
        }
    }

    /// <inheritdoc />
    public override async ValueTask SetPermissionAsync(string path, FilePermission permission, CancellationToken cancellationToken = default)
    {
        var request = new SetPermissionRequestProto { Source = HdfsPath.Normalize(path), Permission = new FsPermissionProto { Mode = permission.Mode } };
        await _namenode.CallAsync(NamenodeMethods.SetPermission, request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override async ValueTask<bool> RecoverLeaseAsync(string path, CancellationToken cancellationToken = default)
    {
        var request = new RecoverLeaseRequestProto { Source = HdfsPath.Normalize(path), ClientName = _namenode.ClientName };
        return (await _namenode.CallAsync(NamenodeMethods.RecoverLease, request, cancellationToken).ConfigureAwait(false)).Result;
    }

    /// <inheritdoc />
    public override async ValueTask<bool> IsFileClosedAsync(string path, CancellationToken cancellationToken = default)
    {
        var request = new PathRequestProto { Source = HdfsPath.Normalize(path) };
        return (await _namenode.CallAsync(NamenodeMethods.IsFileClosed, request, cancellationToken).ConfigureAwait(false)).Result;
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await _openFiles.AbandonAllAsync().ConfigureAwait(false);
        await _rpc.DisposeAsync().ConfigureAwait(false);
    }

    private static FileStatus ToStatus(FileStatusProto status, string path) => new(
        path,
        status.FileType == DirectoryType,
        (long)status.Length,
        DateTimeOffset.FromUnixTimeMilliseconds((long)status.ModificationTime),
        new FilePermission((ushort)status.Permission.Mode),
        status.Owner,
        status.Group,
        (short)status.Replication,
        (long)status.BlockSize);

    private HdfsOutputStream Open(OpenedFile file) => new(file, _namenode, _opener, _pool, _openFiles, _logger);

    private async Task<FileStatusProto?> GetFileInfoAsync(string path, CancellationToken cancellationToken) =>
        (await _namenode.CallAsync(NamenodeMethods.GetFileInfo, new PathRequestProto { Source = path }, cancellationToken).ConfigureAwait(false)).Status;

    private async ValueTask<ServerDefaultsProto> GetDefaultsAsync(CancellationToken cancellationToken)
    {
        if (_defaults is var (values, since) && _time.GetElapsedTime(since) < _configuration.ServerDefaultsValidity)
            return values;
        var response = await _namenode.CallAsync(NamenodeMethods.GetServerDefaults, new EmptyRequestProto(), cancellationToken).ConfigureAwait(false);
        _defaults = Tuple.Create(response.Defaults, _time.GetTimestamp());
        return response.Defaults;
    }

    private async Task GiveUpAsync(string path)
    {
        try
        {
            using var deadline = new CancellationTokenSource(_configuration.RetryWindow, _time);
            await RecoverLeaseAsync(path, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileSystemException or OperationCanceledException)
        {
            Log.LeaseNotRecovered(_logger, path, e.Message);
        }
    }
}
