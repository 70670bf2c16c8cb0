using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using FlumeSharp.Components;
using FlumeSharp.Formatting;
using FlumeSharp.Options;
using FlumeSharp.Serialization;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Options of the HDFS sink, under Flume's keys.</summary>
[FlumeIgnoredOption("hdfs.threadsPoolSize", "calls to the file system need no threads of their own here")]
[FlumeIgnoredOption("hdfs.rollTimerPoolSize", "timers need no threads of their own here")]
public sealed class HdfsSinkOptions : IValidatableObject, IHasBatchSize
{
    /// <summary>The directory to write to, with a scheme (<c>hdfs://namenode:8020/…</c>, <c>file:///…</c>) and, below the host, escapes.</summary>
    [FlumeOption("hdfs.path", Required = true)]
    public string Path { get; init; } = "";

    /// <summary>The beginning of file names; escapes are allowed, and so is <c>/</c>.</summary>
    /// <value>Default: <c>FlumeData</c>.</value>
    [FlumeOption("hdfs.filePrefix")]
    public string FilePrefix { get; init; } = "FlumeData";

    /// <summary>The end of file names, taken literally; no dot is added.</summary>
    /// <value>Default: empty.</value>
    [FlumeOption("hdfs.fileSuffix")]
    public string FileSuffix { get; init; } = "";

    /// <summary>Stands before the name of a file that is still written, taken literally.</summary>
    /// <value>Default: empty.</value>
    [FlumeOption("hdfs.inUsePrefix")]
    public string InUsePrefix { get; init; } = "";

    /// <summary>Stands behind the name of a file that is still written, taken literally.</summary>
    /// <value>Default: <c>.tmp</c>.</value>
    [FlumeOption("hdfs.inUseSuffix")]
    public string InUseSuffix { get; init; } = ".tmp";

    /// <summary>Files that are still written have no suffix, whatever <c>hdfs.inUseSuffix</c> says.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("hdfs.emptyInUseSuffix")]
    public bool EmptyInUseSuffix { get; init; }

    /// <summary>Closes a file this long after it was opened; 0 or less never does.</summary>
    /// <value>Default: 30 seconds.</value>
    [FlumeOption("hdfs.rollInterval", Unit = TimeUnit.Seconds)]
    public TimeSpan RollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Closes a file once its bodies come to this many bytes, before compression; 0 or less never does.</summary>
    /// <value>Default: 1024.</value>
    [FlumeOption("hdfs.rollSize")]
    public long RollSize { get; init; } = 1024;

    /// <summary>Closes a file after this many events; 0 or less never does.</summary>
    /// <value>Default: 10.</value>
    [FlumeOption("hdfs.rollCount")]
    public long RollCount { get; init; } = 10;

    /// <summary>Closes a file that nothing was written to for this long; 0 or less never does. Wanted with time escapes and no <c>hdfs.rollInterval</c>.</summary>
    /// <value>Default: 0.</value>
    [FlumeOption("hdfs.idleTimeout", Unit = TimeUnit.Seconds)]
    public TimeSpan IdleTimeout { get; init; }

    /// <summary>Most events of one transaction, not above the channel's <c>transactionCapacity</c>; every file it wrote to is flushed before it is committed.</summary>
    /// <value>Default: 100.</value>
    [FlumeOption("hdfs.batchSize", Min = 1, Max = int.MaxValue)]
    public long BatchSize { get; init; } = 100;

    /// <summary>The compression codec. Not available yet: only <c>none</c> is accepted.</summary>
    [FlumeOption("hdfs.codeC")]
    public string? Codec { get; init; }

    /// <summary><c>SequenceFile</c>, <c>DataStream</c>, or <c>CompressedStream</c> (not available yet), in any case.</summary>
    /// <value>Default: SequenceFile.</value>
    [FlumeOption("hdfs.fileType")]
    public HdfsFileType FileType { get; init; }

    /// <summary>How a SequenceFile holds bodies: <c>Writable</c> or <c>Text</c>, in exactly this case. Other file types never look at it.</summary>
    /// <value>Default: Writable.</value>
    [FlumeOption("hdfs.writeFormat")]
    public string WriteFormat { get; init; } = nameof(HdfsWriteFormat.Writable);

    /// <summary>Most files open at once; beyond it the one not used for the longest time is closed. Below 1 means 1.</summary>
    /// <value>Default: 5000.</value>
    [FlumeOption("hdfs.maxOpenFiles")]
    public int MaxOpenFiles { get; init; } = 5000;

    /// <summary>Closes a file whose open block has fewer replicas than this, at most 30 times in a row.</summary>
    /// <value>Default: the replication of the file.</value>
    [FlumeOption("hdfs.minBlockReplicas", Min = 0)]
    public int? MinBlockReplicas { get; init; }

    /// <summary>The longest that one call to the file system may take; 0 or less waits for ever.</summary>
    /// <value>Default: 30000 milliseconds.</value>
    [FlumeOption("hdfs.callTimeout")]
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often closing, and renaming, a file is tried in all; 0 or less means without limit.</summary>
    /// <value>Default: without limit.</value>
    [FlumeOption("hdfs.closeTries")]
    public int CloseTries { get; init; } = int.MaxValue;

    /// <summary>The pause between two tries to close or rename a file. Without a limit on tries it is the longest one: they begin a second apart and double. 0 or less allows one try only.</summary>
    /// <value>Default: 180 seconds.</value>
    [FlumeOption("hdfs.retryInterval", Unit = TimeUnit.Seconds)]
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Rounds timestamps down before escapes are expanded.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("hdfs.round")]
    public bool Round { get; init; }

    /// <summary>What to round to: <c>second</c>, <c>minute</c> or <c>hour</c>.</summary>
    /// <value>Default: second.</value>
    [FlumeOption("hdfs.roundUnit", Lenient = true)]
    public EscapePathRoundingUnit RoundUnit { get; init; }

    /// <summary>Rounds to multiples of this: 1 to 60, or 1 to 24 hours.</summary>
    /// <value>Default: 1.</value>
    [FlumeOption("hdfs.roundValue")]
    public int RoundValue { get; init; } = 1;

    /// <summary>The Java id of the zone that time escapes are written in. An unknown one means UTC, with a warning.</summary>
    /// <value>Default: the machine's zone.</value>
    [FlumeOption("hdfs.timeZone")]
    public string? TimeZone { get; init; }

    /// <summary>Takes the agent's clock for escapes instead of the <c>timestamp</c> header.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("hdfs.useLocalTimeStamp")]
    public bool UseLocalTimeStamp { get; init; }

    /// <summary>Kerberos principal. Not available yet.</summary>
    [FlumeOption("hdfs.kerberosPrincipal")]
    public string? KerberosPrincipal { get; init; }

    /// <summary>Kerberos keytab. Not available yet.</summary>
    [FlumeOption("hdfs.kerberosKeytab")]
    public string? KerberosKeytab { get; init; }

    /// <summary>The user to act for. Not available yet.</summary>
    [FlumeOption("hdfs.proxyUser")]
    public string? ProxyUser { get; init; }

    /// <summary>Has no effect but in a log line: files on <c>file://</c> never get <c>.crc</c> files beside them.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("hdfs.useRawLocalFileSystem")]
    public bool UseRawLocalFileSystem { get; init; }

    /// <summary>Turns events into the bytes of a <c>DataStream</c>, with no <c>hdfs.</c> before it; its own keys stand below <c>serializer.</c>.</summary>
    /// <value>Default: text.</value>
    [FlumeComponentOption("serializer", ComponentKind.Serializer, Default = "text", Implements = typeof(IEventSerializer))]
    public ComponentReference? Serializer { get; init; }

    /// <summary>Hadoop's own properties for this sink, such as <c>hadoop.dfs.replication</c>, the prefix removed.</summary>
    [FlumeOptionPrefix("hadoop.")]
    public IReadOnlyDictionary<string, string> Hadoop { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <inheritdoc />
    public string BatchSizeKey => "hdfs.batchSize";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => HdfsSinkRules.Check(this);
}
