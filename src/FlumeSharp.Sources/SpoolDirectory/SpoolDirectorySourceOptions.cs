using System.ComponentModel.DataAnnotations;
using FlumeSharp.Components;
using FlumeSharp.Formatting;
using FlumeSharp.Options;
using FlumeSharp.Routing.Interceptors;
using FlumeSharp.Serialization;

namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>The keys of the spooling directory source.</summary>
[FlumeIgnoredOption("bufferMaxLines", "Flume has not read it since 1.4")]
public sealed class SpoolDirectorySourceOptions : IHasBatchSize, IValidatableObject
{
    /// <summary>The directory into which finished files are put.</summary>
    [FlumeOption("spoolDir", Required = true)]
    public string SpoolDirectory { get; init; } = "";

    /// <summary>What a file's name gets when all of it is delivered. Files with such a name are never read.</summary>
    /// <value>Default: .COMPLETED.</value>
    [FlumeOption("fileSuffix")]
    public string FileSuffix { get; init; } = ".COMPLETED";

    /// <summary>When a delivered file is deleted.</summary>
    /// <value>Default: never.</value>
    [FlumeOption("deletePolicy")]
    public DeletePolicy DeletePolicy { get; init; }

    /// <summary>How a delivered file that is kept is remembered: by its new name, or by an empty file of that name in <c>trackerDir</c>, which leaves the directory as it is.</summary>
    /// <value>Default: rename.</value>
    [FlumeOption("trackingPolicy")]
    public TrackingPolicy TrackingPolicy { get; init; }

    /// <summary>Where the place in the file being read is kept, and the empty files of <c>tracker_dir</c>; a relative path begins at <c>spoolDir</c>.</summary>
    /// <value>Default: .flumespool.</value>
    [FlumeOption("trackerDir")]
    public string TrackerDirectory { get; init; } = ".flumespool";

    /// <summary>A pattern in Java's syntax for the whole name of a file; others are not read.</summary>
    /// <value>Default: ^.*$.</value>
    [FlumeOption("includePattern")]
    public string IncludePattern { get; init; } = "^.*$";

    /// <summary>A pattern for the whole name of a file that is not read, whatever <c>includePattern</c> says; for directories too when they are searched.</summary>
    /// <value>Default: ^$.</value>
    [FlumeOption("ignorePattern")]
    public string IgnorePattern { get; init; } = "^$";

    /// <summary>Whether directories below are searched too, except those whose names begin with a dot.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("recursiveDirectorySearch")]
    public bool RecursiveDirectorySearch { get; init; }

    /// <summary>Which file comes next, by the time of its last change and then by name; <c>random</c> is the order in which the system lists them.</summary>
    /// <value>Default: oldest.</value>
    [FlumeOption("consumeOrder")]
    public ConsumeOrder ConsumeOrder { get; init; }

    /// <summary>How long the source waits before it looks for files again.</summary>
    /// <value>Default: 500 ms.</value>
    [FlumeOption("pollDelay", Min = 1)]
    public TimeSpan PollDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Events per batch, which is one transaction of each channel; not above a channel's <c>transactionCapacity</c>.</summary>
    /// <value>Default: 100.</value>
    [FlumeOption("batchSize", Min = 1)]
    public int BatchSize { get; init; } = 100;

    /// <summary>The longest pause before a batch that a channel refused is tried again; the first lasts 250 ms, each further one twice as long.</summary>
    /// <value>Default: 4000 ms.</value>
    [FlumeOption("maxBackoff", Min = 0)]
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Whether events get a header with the full path of their file.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("fileHeader")]
    public bool FileHeader { get; init; }

    /// <summary>The name of that header.</summary>
    /// <value>Default: file.</value>
    [FlumeOption("fileHeaderKey")]
    public string FileHeaderKey { get; init; } = "file";

    /// <summary>Whether events get a header with the name of their file.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("basenameHeader")]
    public bool BasenameHeader { get; init; }

    /// <summary>The name of that header.</summary>
    /// <value>Default: basename.</value>
    [FlumeOption("basenameHeaderKey")]
    public string BasenameHeaderKey { get; init; } = "basename";

    /// <summary>The character set of the files, by its Java name.</summary>
    /// <value>Default: UTF-8.</value>
    [FlumeOption("inputCharset")]
    public string InputCharset { get; init; } = "UTF-8";

    /// <summary>What becomes of bytes that are not of the character set: the file is bad, they become U+FFFD, or they are left out.</summary>
    /// <value>Default: fail.</value>
    [FlumeOption("decodeErrorPolicy")]
    public DecodeErrorPolicy DecodeErrorPolicy { get; init; }

    /// <summary>What makes events of a file: <c>LINE</c>, <c>AVRO</c>, <c>BLOB</c>, Flume's class names, or a plug-in.</summary>
    /// <value>Default: LINE.</value>
    [FlumeComponentOption("deserializer", ComponentKind.Deserializer, Default = "line")]
    public ComponentReference? Deserializer { get; init; }

    /// <summary>Old name of <c>deserializer.maxLineLength</c>, over which it wins with <c>LINE</c>.</summary>
    [FlumeOption("bufferMaxLineLength", Min = 1)]
    public int? BufferMaxLineLength { get; init; }

    /// <summary>What follows when a file changed while it was read: <c>fail</c> stops the source, as Flume does; <c>skip</c> renames the file, with <c>.CHANGED</c> before the suffix, and goes on.</summary>
    /// <value>Default: fail.</value>
    [FlumeOption("onFileChanged", IsExtension = true)]
    public FileProblemPolicy OnFileChanged { get; init; }

    /// <summary>What follows when a file cannot be read as what it should be: <c>fail</c> stops the source, as Flume does; <c>skip</c> renames the file, with <c>.BAD</c> before the suffix, and goes on.</summary>
    /// <value>Default: fail.</value>
    [FlumeOption("onBadFile", IsExtension = true)]
    public FileProblemPolicy OnBadFile { get; init; }

    long IHasBatchSize.BatchSize => BatchSize;

    string IHasBatchSize.BatchSizeKey => "batchSize";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (JavaCharset.Find(InputCharset) is null)
        {
            yield return new($"'inputCharset' is '{InputCharset}', which is no known character set; set it to a name such as UTF-8", ["inputCharset"]);
        }

        foreach (var (key, pattern) in new[] { ("includePattern", IncludePattern), ("ignorePattern", IgnorePattern) })
        {
            if (JavaPattern.ProblemWith(pattern) is { } problem)
            {
                yield return new($"'{key}' is no pattern that can be used: {problem}", [key]);
            }
        }

        if (BufferMaxLineLength is not null)
        {
            yield return new OptionWarning("'bufferMaxLineLength' is an old name of 'deserializer.maxLineLength'; write that", "bufferMaxLineLength");
        }
    }
}
