using System.ComponentModel.DataAnnotations;
using FlumeSharp.Options;
using FlumeSharp.Routing.Interceptors;

namespace FlumeSharp.Sources.Taildir;

/// <summary>The keys of the taildir source.</summary>
public sealed class TaildirSourceOptions : IHasBatchSize, IValidatableObject
{
    /// <summary>The names of the groups of files, each of which <c>filegroups.NAME</c> describes.</summary>
    [FlumeOption("filegroups", Required = true)]
    public IReadOnlyList<string> FileGroups { get; init; } = [];

    /// <summary>The files of a group: a directory, a slash, and a Java pattern that the whole file name must match. Directories below it are not searched.</summary>
    [FlumeOptionPrefix("filegroups.")]
    public IReadOnlyDictionary<string, string> Patterns { get; init; } = new Dictionary<string, string>();

    /// <summary><c>headers.GROUP.KEY</c>: a header that every event of the group gets.</summary>
    [FlumeOptionPrefix("headers.")]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the source remembers how far it has read each file; its folder is made when it is missing. Each source needs a file of its own.</summary>
    /// <value>Default: <c>.flume/taildir_position.json</c> in the home directory.</value>
    [FlumeOption("positionFile")]
    public string PositionFile { get; init; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".flume", "taildir_position.json");

    /// <summary>How often positions are saved when they have changed; the first time 5 s after the start, and always at the stop.</summary>
    /// <value>Default: 3000 ms.</value>
    [FlumeOption("writePosInterval", Min = 1)]
    public TimeSpan WritePositionInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Lines per batch, which is one transaction of each channel; not above a channel's <c>transactionCapacity</c>.</summary>
    /// <value>Default: 100.</value>
    [FlumeOption("batchSize", Min = 1)]
    public int BatchSize { get; init; } = 100;

    /// <summary>Batches that one file may give before the others have their turn.</summary>
    /// <value>Default: without limit; after a second the others have their turn anyhow.</value>
    [FlumeOption("maxBatchCount", Min = 1, Lenient = true)]
    public long MaxBatchCount { get; init; } = long.MaxValue;

    /// <summary>Whether files that have no saved position when the source starts are read from their end on. Files that appear later are read from their beginning.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("skipToEnd")]
    public bool SkipToEnd { get; init; }

    /// <summary>How long a file must be unchanged to be closed. A last line without a line end is then an event too.</summary>
    /// <value>Default: 120000 ms.</value>
    [FlumeOption("idleTimeout", Min = 0)]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether a directory is listed only when its time of change says that names have come or gone. Set it to false where that time cannot be trusted.</summary>
    /// <value>Default: true.</value>
    [FlumeOption("cachePatternMatching")]
    public bool CachePatternMatching { get; init; } = true;

    /// <summary>Whether events have a header with the full path of their file.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("fileHeader")]
    public bool FileHeader { get; init; }

    /// <summary>The name of that header.</summary>
    /// <value>Default: <c>file</c>.</value>
    [FlumeOption("fileHeaderKey")]
    public string FileHeaderKey { get; init; } = "file";

    /// <summary>Whether events have a header <c>byteoffset</c> that says at which byte of the file their line begins.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("byteOffsetHeader")]
    public bool ByteOffsetHeader { get; init; }

    /// <summary>What becomes of a file that gets another name of the pattern: <c>reread</c> reads it again from its beginning, as Flume does, <c>continue</c> goes on where it was.</summary>
    /// <value>Default: reread.</value>
    [FlumeOption("renamedFiles", IsExtension = true)]
    public RenamedFiles RenamedFiles { get; init; } = RenamedFiles.Reread;

    /// <summary>Longest body in bytes: a longer line is cut into several events.</summary>
    /// <value>Default: 33554432.</value>
    [FlumeOption("maxLineLength", Min = 1, Max = 512 * 1024 * 1024, IsExtension = true)]
    public int MaxLineLength { get; init; } = 32 * 1024 * 1024;

    /// <summary>Whether the system is asked to tell of changes, so that lines are read within moments. Otherwise, and where it cannot, files are looked at after each pause.</summary>
    /// <value>Default: true.</value>
    [FlumeOption("watch", IsExtension = true)]
    public bool Watch { get; init; } = true;

    /// <summary>How much longer each further pause in a row lasts, after a look at the files that found nothing new.</summary>
    /// <value>Default: 1000 ms.</value>
    [FlumeOption("backoffSleepIncrement", Min = 0)]
    public TimeSpan BackoffIncrement { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    /// <value>Default: 5000 ms.</value>
    [FlumeOption("maxBackoffSleep", Min = 0)]
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(5);

    long IHasBatchSize.BatchSize => BatchSize;

    string IHasBatchSize.BatchSizeKey => "batchSize";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var mapped = FileGroups.Where(Patterns.ContainsKey).ToList();
        if (mapped.Count == 0)
        {
            yield return new("'filegroups' names no group that has files; add 'filegroups.NAME = /directory/pattern' for one of them", ["filegroups"]);
        }

        foreach (var name in FileGroups.Except(mapped, StringComparer.Ordinal))
        {
            yield return new OptionWarning($"'filegroups' names '{name}', which is passed over because 'filegroups.{name}' is not set", "filegroups");
        }

        foreach (var name in Patterns.Keys.Except(FileGroups, StringComparer.Ordinal))
        {
            yield return new OptionWarning($"'filegroups.{name}' has no effect; add '{name}' to 'filegroups'", $"filegroups.{name}");
        }

        foreach (var name in mapped)
        {
            if (ProblemWith(Patterns[name]) is { } problem)
            {
                yield return new($"'filegroups.{name}' is '{Patterns[name]}', {problem}", [$"filegroups.{name}"]);
            }
        }

        foreach (var key in Headers.Keys)
        {
            var dot = key.IndexOf('.', StringComparison.Ordinal);
            if (dot <= 0 || dot == key.Length - 1)
            {
                yield return new($"'headers.{key}' must be 'headers.GROUP.KEY'", [$"headers.{key}"]);
            }
            else if (!mapped.Contains(key[..dot], StringComparer.Ordinal))
            {
                yield return new OptionWarning($"'headers.{key}' has no effect: there is no file group '{key[..dot]}'", $"headers.{key}");
            }
        }
    }

    /// <summary>The groups that have files, in their order.</summary>
    internal IEnumerable<FileGroup> Groups() =>
        FileGroups.Where(Patterns.ContainsKey).Distinct(StringComparer.Ordinal).Select(name => new FileGroup(name, Patterns[name], HeadersOf(name + ".")));

    private IEnumerable<KeyValuePair<string, string>> HeadersOf(string prefix) => Headers
        .Where(header => header.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(header => KeyValuePair.Create(header.Key[prefix.Length..], header.Value))
        .OrderBy(static header => header.Key, StringComparer.Ordinal);

    private static string? ProblemWith(string value) => FileGroup.Split(value) switch
    {
        null => "but must be a directory, a slash and a pattern for the file names",
        (_, "") => "which has no pattern for the file names after its last slash",
        var (_, pattern) => JavaPattern.ProblemWith(pattern) is { } problem ? $"whose part after the last slash is no pattern that can be used: {problem}" : null,
    };
}
