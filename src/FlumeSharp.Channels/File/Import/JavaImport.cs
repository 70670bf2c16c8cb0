using System.Globalization;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.JavaLogs;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.File.Import;

// 1. Java's files are read. Whatever is wrong with them as a whole shows here, and nothing has been changed.
// 2. The journal is written: how many events the channel had, and where the files are.
// 3. The events are put, batch by batch, in order.
// 4. The journal says that all are there.
// 5. Java's files are renamed, one by one, and the journal is deleted.
//
// After a crash in 3 the channel's own count says how many were put: a batch is there as a whole, or not at all, and nobody has taken
// any. A crash in 4 or 5 leaves renames to be done.

/// <summary>Moves the events of a Java file channel into a channel of ours: in order, each once, whatever interrupts it.</summary>
internal sealed class JavaImport(ImportTarget target, ILogger logger, Action<ImportStep>? fault = null)
{
    private const string ProblemsName = "java-import-problems.txt";
    private const int LoggedProblems = 100;

    /// <summary>Imports, or goes on with an import that was interrupted.</summary>
    /// <param name="source">The directories; without a meaning where an import was interrupted, which knows its own.</param>
    /// <param name="keys">The keys of encrypted logs.</param>
    /// <param name="progress">Is told how many of how many steps are done: bytes read, and bytes again for the events put.</param>
    /// <param name="cancellationToken">Interrupts the import.</param>
    /// <exception cref="ChannelException">The directories cannot be imported, or the channel refuses.</exception>
    public async Task<ImportResult> RunAsync(JavaChannelDirectories source, IKeyProvider? keys, IProgress<(long Read, long Total)>? progress, CancellationToken cancellationToken)
    {
        var journal = ImportJournal.Load(target.JournalDirectory);
        JavaFileChannel? channel = null;
        if (journal is null)
        {
            (journal, channel) = Prepare(source, keys, progress, cancellationToken);
        }
        else
        {
            Log.ImportResumed(logger, string.Join(", ", journal.Data));
        }

        var result = new ImportResult(0, 0, []);
        if (!journal.IsDone)
        {
            channel ??= JavaFileChannel.Open(DirectoriesOf(journal), keys, progress, cancellationToken);
            result = await PutAsync(channel, journal, cancellationToken).ConfigureAwait(false);
            Report(channel);
            fault?.Invoke(ImportStep.BeforeDone);
            journal = journal with { IsDone = true };
            journal.Save(target.JournalDirectory);
            fault?.Invoke(ImportStep.AfterDone);
        }

        foreach (var file in journal.Files)
        {
            if (JavaFiles.SetAside(file))
                fault?.Invoke(ImportStep.AfterRename);
        }

        fault?.Invoke(ImportStep.BeforeEnd);
        ImportJournal.Delete(target.JournalDirectory);
        return result;
    }

    private (ImportJournal Journal, JavaFileChannel Channel) Prepare(JavaChannelDirectories source, IKeyProvider? keys, IProgress<(long Read, long Total)>? progress, CancellationToken cancellationToken)
    {
        Log.ImportStarted(logger, string.Join(", ", source.Data));
        var files = JavaFiles.Find(source);
        var before = JavaFiles.Observe(files);
        var channel = JavaFileChannel.Open(source, keys, progress, cancellationToken);
        if (!before.SequenceEqual(JavaFiles.Observe(JavaFiles.Find(source))))
            throw new JavaChannelException($"The files in {string.Join(", ", source.Data)} change while they are read: Java Flume still runs. Stop it first; its own lock does not keep others out.");
        if (target.CountEvents() + channel.EventCount > target.Capacity)
            throw new JavaChannelException(string.Create(CultureInfo.InvariantCulture, $"{channel.EventCount} events wait in {string.Join(", ", source.Data)}, {target.CountEvents()} in this channel, and its capacity is {target.Capacity}; raise 'capacity'."));
        fault?.Invoke(ImportStep.BeforeJournal);
        var journal = new ImportJournal
        {
            EventsBefore = target.CountEvents(),
            EventsInSource = channel.EventCount,
            Checkpoint = source.Checkpoint,
            Backup = source.Backup,
            Data = source.Data,
            Files = files,
        };
        journal.Save(target.JournalDirectory);
        fault?.Invoke(ImportStep.AfterJournal);
        return (journal, channel);
    }

    private async Task<ImportResult> PutAsync(JavaFileChannel channel, ImportJournal journal, CancellationToken cancellationToken)
    {
        var already = target.CountEvents() - journal.EventsBefore;
        if (already < 0 || already > channel.EventCount || channel.EventCount != journal.EventsInSource)
            throw new JavaChannelException($"The interrupted import of {string.Join(", ", journal.Data)} cannot go on: the channel or Java's files have been changed since. Compare them, and delete {Path.Combine(target.JournalDirectory, ImportJournal.FileName)} when the events are where they should be.");
        long imported = 0;
        long lost = 0;
        var batch = new List<Event>(target.BatchSize);
        foreach (var item in channel.ReadEvents())
        {
            if (item is null)
            {
                lost++;
                continue;
            }

            // Damaged events were no part of what was put, so only sound ones are counted off.
            if (++imported <= already)
                continue;
            batch.Add(item);
            if (batch.Count == target.BatchSize)
                await CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        if (batch.Count > 0)
            await CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        Log.ImportFinished(logger, imported, lost, string.Join(", ", journal.Data), JavaFiles.Suffix);
        return new ImportResult(imported, lost, channel.Problems);
    }

    private async Task CommitAsync(List<Event> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var transaction = target.Begin();
        await using (transaction.ConfigureAwait(false))
        {
            transaction.Put(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(batch));
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        batch.Clear();
        fault?.Invoke(ImportStep.AfterBatch);
    }

    private void Report(JavaFileChannel channel)
    {
        var problems = channel.Problems;
        if (problems.Count == 0)
            return;
        var path = Path.Combine(target.JournalDirectory, ProblemsName);
        System.IO.File.WriteAllLines(path, problems.Select(static problem => $"{problem.Kind} {problem}"));
        foreach (var problem in problems.Take(LoggedProblems))
        {
            if (problem.Kind is ProblemKind.Note or ProblemKind.TornTail)
                Log.ImportNote(logger, problem.File, problem.Offset, problem.Message);
            else
                Log.ImportProblem(logger, problem.Kind, problem.File, problem.Offset, problem.Length, problem.Message, path);
        }
    }

    private static JavaChannelDirectories DirectoriesOf(ImportJournal journal) => new(journal.Checkpoint, journal.Backup, journal.Data);
}
