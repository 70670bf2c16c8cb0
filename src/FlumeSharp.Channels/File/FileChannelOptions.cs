using System.ComponentModel.DataAnnotations;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Options;

namespace FlumeSharp.Channels.File;

/// <summary>The keys of the file channel.</summary>
[FlumeIgnoredOption("use-log-replay-v1", "there is one way to read the log, and it needs no choice")]
[FlumeIgnoredOption("use-fast-replay", "the log is always read in one fast pass")]
[FlumeIgnoredOption("compressBackupCheckpoint", "a checkpoint takes eight bytes per waiting event and is not worth compressing")]
public sealed record FileChannelOptions : IValidatableObject, IHasTransactionCapacity, IHasCapacity, IHasStorage
{
    private const long LargestFile = 1623195647;
    private const long LeastSpace = 1 << 20;

    /// <summary>Folder of the checkpoint, made when it is missing. A folder of each channel's own.</summary>
    /// <value>Default: <c>.flume/file-channel/checkpoint</c> in the home directory.</value>
    [FlumeOption("checkpointDir")]
    public string CheckpointDir { get; init; } = InHome("checkpoint");

    /// <summary>Folders of the log, with commas between them, made when they are missing. Put several on several disks: transactions take turns.</summary>
    /// <value>Default: <c>.flume/file-channel/data</c> in the home directory.</value>
    [FlumeOption("dataDirs")]
    public string DataDirs { get; init; } = InHome("data");

    /// <summary>Writes each checkpoint to <c>backupCheckpointDir</c> too.</summary>
    /// <value>Default: false. A channel starts without any checkpoint too, only more slowly.</value>
    [FlumeOption("useDualCheckpoints")]
    public bool UseDualCheckpoints { get; init; }

    /// <summary>Folder of the second checkpoint; another one than <c>checkpointDir</c>.</summary>
    [FlumeOption("backupCheckpointDir")]
    public string? BackupCheckpointDir { get; init; }

    /// <summary>Most events the channel holds, those that open transactions have taken included; each takes 8 bytes of memory.</summary>
    /// <value>Default: 1000000.</value>
    [FlumeOption("capacity", Min = 1, Lenient = true)]
    public int Capacity { get; init; } = 1_000_000;

    /// <summary>Most events one transaction may put, and most it may take. Not more than <c>capacity</c>.</summary>
    /// <value>Default: 10000.</value>
    [FlumeOption("transactionCapacity", Min = 1, Lenient = true)]
    public int TransactionCapacity { get; init; } = 10_000;

    /// <summary>How long a commit of puts waits for room. Zero or less: not at all.</summary>
    /// <value>Default: 3 seconds.</value>
    [FlumeOption("keep-alive", Unit = TimeUnit.Seconds)]
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Time between checkpoints, which make the next start fast; at least a second.</summary>
    /// <value>Default: 30000 milliseconds.</value>
    [FlumeOption("checkpointInterval", Min = 1, Lenient = true)]
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Writes a checkpoint at stop, so that the next start is fast.</summary>
    /// <value>Default: true.</value>
    [FlumeOption("checkpointOnClose")]
    public bool CheckpointOnClose { get; init; } = true;

    /// <summary>Longest file of the log in bytes, and with that the longest transaction. Files are 128 MiB at most, unless one transaction alone is longer.</summary>
    /// <value>Default: 1623195647, which is also the most there can be.</value>
    [FlumeOption("maxFileSize", Min = 1)]
    public long MaxFileSize { get; init; } = LargestFile;

    /// <summary>Bytes that stay free on each disk of <c>dataDirs</c>: puts are refused below, takes go on. At least 1048576.</summary>
    /// <value>Default: 524288000.</value>
    [FlumeOption("minimumRequiredSpace")]
    public long MinimumRequiredSpace { get; init; } = 524_288_000;

    /// <summary>Whether a commit returns only when its bytes are on disk. False trades the events of the last <c>fsyncInterval</c> for speed, should the power fail.</summary>
    /// <value>Default: true.</value>
    [FlumeOption("fsyncPerTransaction")]
    public bool FsyncPerTransaction { get; init; } = true;

    /// <summary>Time between flushes to disk when <c>fsyncPerTransaction</c> is false.</summary>
    /// <value>Default: 5 seconds.</value>
    [FlumeOption("fsyncInterval", Unit = TimeUnit.Seconds, Min = 1)]
    public TimeSpan FsyncInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of waiting events kept in memory too, so that a sink that keeps up never reads the disk.</summary>
    /// <value>Default: 33554432.</value>
    [FlumeOption("memoryBytes", Min = 0, IsExtension = true)]
    public long MemoryBytes { get; init; } = 32 << 20;

    /// <summary>Encryption at rest.</summary>
    [FlumeOptionGroup]
    public EncryptionOptions Encryption { get; init; } = new();

    /// <summary>Where the single keys come from: <c>ALIAS.passwordFile</c>, <c>ALIAS.file</c>, <c>ALIAS.variable</c>.</summary>
    [FlumeOptionPrefix("encryption.keyProvider.keys.")]
    public IReadOnlyDictionary<string, string> EncryptionKeys { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The folders of <c>dataDirs</c>.</summary>
    internal IReadOnlyList<string> DataDirectories =>
        [.. DataDirs.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFullPath)];

    /// <summary>The folder of <c>checkpointDir</c>.</summary>
    internal string CheckpointDirectory => Path.GetFullPath(CheckpointDir.Trim());

    /// <summary>The folder of the second checkpoint; null when there is none.</summary>
    internal string? BackupDirectory => UseDualCheckpoints && BackupCheckpointDir is not null ? Path.GetFullPath(BackupCheckpointDir.Trim()) : null;

    /// <inheritdoc />
    IEnumerable<string> IHasStorage.StorageFolders => [CheckpointDirectory, .. DataDirectories, .. BackupDirectory is { } backup ? [backup] : Array.Empty<string>()];

    /// <inheritdoc />
    IEnumerable<string> IHasStorage.EventFolders => DataDirectories;

    /// <inheritdoc />
    long IHasCapacity.Capacity => Capacity;

    /// <summary>The longest file that there can be.</summary>
    internal long FileSizeLimit => Math.Min(MaxFileSize, LargestFile);

    /// <summary>What stays free at least.</summary>
    internal long SpaceToLeave => Math.Max(MinimumRequiredSpace, LeastSpace);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TransactionCapacity > Capacity)
        {
            yield return new(
                $"File Channel transaction capacity cannot be greater than the capacity of the channel. transactionCapacity is {TransactionCapacity} and capacity is {Capacity}; set transactionCapacity to at most {Capacity}, or raise capacity",
                ["transactionCapacity"]);
        }

        if (DataDirectories.Count == 0)
        {
            yield return new("dataDirs names no folder; name one, or leave the key out", ["dataDirs"]);
        }

        if (DataDirectories.Distinct(StringComparer.Ordinal).Count() < DataDirectories.Count)
        {
            yield return new("dataDirs names a folder twice; name each once", ["dataDirs"]);
        }

        if (UseDualCheckpoints && BackupCheckpointDir is null)
        {
            yield return new(
                "Dual checkpointing is enabled, but the backup directory is not set. Please set backupCheckpointDir to enable dual checkpointing",
                ["backupCheckpointDir"]);
        }

        if (BackupDirectory == CheckpointDirectory)
        {
            yield return new(
                "The checkpoint backup directory and the checkpoint directory are configured to be the same; name another folder in backupCheckpointDir",
                ["backupCheckpointDir"]);
        }

        foreach (var problem in EncryptionRules.Check(Encryption, EncryptionKeys))
        {
            yield return problem;
        }
    }

    private static string InHome(string name) =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".flume", "file-channel", name);
}
