using FlumeSharp.Channels.File.Encryption;

namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>
/// A directory of Java Flume's file channel (log version 3), read only: the committed events that nobody has taken, in the order in
/// which Flume would give them out. Nothing is changed on the disk.
/// </summary>
/// <remarks>Memory: 16 bytes for each waiting event while the logs are read, 8 afterwards, and never more than one event. Not safe for concurrent use.</remarks>
public sealed class JavaFileChannel
{
    private const int CancellationStride = 4096;

    private readonly Dictionary<int, JavaLogFile> _logs;
    private readonly IKeyProvider? _keys;
    private readonly ProblemList _problems;
    private readonly PointerQueue _queue;

    private JavaFileChannel(Dictionary<int, JavaLogFile> logs, IKeyProvider? keys, ProblemList problems, PointerQueue queue)
    {
        _logs = logs;
        _keys = keys;
        _problems = problems;
        _queue = queue;
    }

    /// <summary>How many events wait; of these some may prove to be damaged when they are read.</summary>
    public int EventCount => _queue.Count;

    /// <summary>What was found to be wrong so far, at most the first 10,000 places.</summary>
    public IReadOnlyList<JavaLogProblem> Problems => _problems.Items;

    /// <summary>How many problems of a kind were found so far.</summary>
    public long CountProblems(ProblemKind kind) => _problems.Count(kind);

    /// <summary>Reads the logs and finds the events that wait.</summary>
    /// <param name="directories">The channel's directories. Java Flume must not be running on them.</param>
    /// <param name="keys">The keys of encrypted logs.</param>
    /// <param name="progress">Is told how many bytes of how many have been read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ChannelException">The directories are not those of a file channel that can be read, or a key is missing or cannot be used.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static JavaFileChannel Open(
        JavaChannelDirectories directories,
        IKeyProvider? keys = null,
        IProgress<(long Read, long Total)>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(directories);
        var problems = new ProblemList();
        var found = directories.FindLogs().Select(paths => ReadMetadata(paths, problems)).ToList();
        var logs = found.SelectMany(static logs => logs).ToDictionary(static log => log.Id);
        foreach (var log in logs.Values)
            CreateCipher(log, keys)?.Dispose(); // a missing key is told before anything else

        var checkpoint = ReadCheckpoint(directories, problems, out var checkpointDirectory);
        var ids = logs.Keys.ToHashSet();
        var fromLogs = new TransactionReplay(ids);
        var fromCheckpoint = checkpoint is null ? null : new TransactionReplay(ids, checkpoint);
        Replay(found, keys, problems, progress, [fromLogs, .. fromCheckpoint is null ? [] : new[] { fromCheckpoint }], cancellationToken);

        // Java deletes old logs once no event in them waits. In one directory the takes of an event stand behind it, so no take of a
        // waiting event is ever deleted; with several they may stand anywhere.
        var isWhole = found.Count(static chain => chain.Count > 0) <= 1 || (logs.ContainsKey(1) && logs.Count == logs.Keys.Max());
        if (fromCheckpoint is null && !isWhole)
            problems.Add(new JavaLogProblem(ProblemKind.Note, directories.Data[0], 0, 0, "there is no usable checkpoint, and Flume has deleted old logs: some events may come that had been delivered"));
        var queue = fromCheckpoint is null
            ? fromLogs.Finish()
            : new QueueReconciliation(fromLogs, fromCheckpoint, checkpointDirectory, problems.Add).Choose(isWhole && !problems.HasDamagedLogs);
        NoteLooseEnds(fromLogs, directories.Data[0], isWhole, problems);
        return new JavaFileChannel(logs, keys, problems, queue);
    }

    /// <summary>
    /// Reads the waiting events in their order. A damaged one is <see langword="null"/> and stands in <see cref="Problems"/>; with it every event keeps
    /// its index however often the directory is read.
    /// </summary>
    /// <param name="first">The index to begin with.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IEnumerable<Event?> ReadEvents(int first = 0)
    {
        using var reader = new EventReader(_logs, log => OpenLog(log, _keys), _problems.Add);
        for (var i = first; i < _queue.Count; i++)
            yield return reader.Read(_queue[i]);
    }

    private static void Replay(
        List<List<JavaLogFile>> found,
        IKeyProvider? keys,
        ProblemList problems,
        IProgress<(long Read, long Total)>? progress,
        TransactionReplay[] replays,
        CancellationToken cancellationToken)
    {
        var total = found.Sum(static logs => logs.Sum(static log => new FileInfo(log.Path).Length));
        var read = 0L;
        var records = 0;
        var chains = found.ConvertAll(logs => new LogChain(logs, log => OpenLog(log, keys), problems.Add, bytes => read += bytes));
        try
        {
            foreach (var record in LogMerge.Records(chains))
            {
                foreach (var replay in replays)
                    replay.Apply(record);
                if (++records % CancellationStride == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    progress?.Report((read, total));
                }
            }
        }
        finally
        {
            chains.ForEach(static chain => chain.Dispose());
        }

        progress?.Report((total, total));
    }

    // An agent that was killed leaves open transactions. A damaged transaction number, which nothing protects, looks the same.
    private static void NoteLooseEnds(TransactionReplay replay, string place, bool isWhole, ProblemList problems)
    {
        if (replay.WithoutEnd is var (transactions, puts, takes) && puts + takes > 0)
            Note($"{transactions} transactions have no end: {puts} events that they put are left out, {takes} that they took are delivered");
        if (isWhole && replay.UnknownTakes > 0)
            Note($"{replay.UnknownTakes} takes name no event that was put");

        void Note(FormattableString text) => problems.Add(new JavaLogProblem(ProblemKind.Note, place, 0, 0, FormattableString.Invariant(text)));
    }

    private static List<JavaLogFile> ReadMetadata(IReadOnlyList<string> paths, ProblemList problems)
        => [.. paths.Select(path => LogMetadataReader.Read(path, problems.Add)).OfType<JavaLogFile>()];

    private static Checkpoint? ReadCheckpoint(JavaChannelDirectories directories, ProblemList problems, out string used)
    {
        // A backup counts only when its copy was completed.
        var backup = directories.Backup is { } directory && System.IO.File.Exists(Path.Combine(directory, CheckpointReader.BackupMarker)) ? directory : null;
        foreach (var candidate in new[] { directories.Checkpoint, backup })
        {
            try
            {
                if (CheckpointReader.Read(candidate) is { } checkpoint)
                {
                    used = candidate!; // there is no checkpoint without a directory
                    return checkpoint;
                }
            }
            catch (InvalidDataException damage)
            {
                problems.Add(new JavaLogProblem(ProblemKind.DamagedCheckpoint, candidate!, 0, 0, $"the checkpoint is not used: {damage.Message}"));
            }
        }

        used = "";
        return null;
    }

    private static LogFileReader OpenLog(JavaLogFile log, IKeyProvider? keys) => new(log, CreateCipher(log, keys));

    private static RecordCipher? CreateCipher(JavaLogFile log, IKeyProvider? keys)
    {
        if (log.Encryption is not { } encryption)
            return null;
        if (!string.Equals(encryption.Provider, RecordCipher.ProviderName, StringComparison.OrdinalIgnoreCase))
            throw new JavaChannelException($"{log.Path} was encrypted by the cipher provider '{encryption.Provider}'; only {RecordCipher.ProviderName} can be read.");
        if (keys is null)
            throw new JavaChannelException($"{log.Path} is encrypted with the key '{encryption.KeyAlias}'; name the key store by the encryption.keyProvider keys, or --key-store and --key-store-password-file.");
        if (encryption.Parameters.Length != RecordCipher.ParametersLength)
            throw new JavaChannelException($"{log.Path}.meta is damaged: its cipher parameters have {encryption.Parameters.Length} bytes, not {RecordCipher.ParametersLength}.");
        return new RecordCipher(keys.Get(encryption.KeyAlias).Span, encryption.Parameters.Span);
    }
}
