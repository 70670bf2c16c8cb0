using FlumeSharp.Channels.File.JavaLogs;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.File.Import;

/// <summary>Imports when a channel starts on directories that Java Flume has used, or on which an import was interrupted.</summary>
internal static class ImportOnStart
{
    private const int LargestBatch = 1000;

    /// <summary>Imports where there is something to import; the channel's log is open, and nobody else has the channel yet.</summary>
    /// <exception cref="ChannelException">The import failed; what the channel has stays there, and the next start goes on.</exception>
    public static async Task RunAsync(FileChannel channel, EventStore store, ILogger logger, Action<ImportStep>? fault, CancellationToken cancellationToken)
    {
        var options = channel.Options;
        var journalDirectory = options.DataDirectories[0];
        var data = options.DataDirectories.Where(JavaChannelDirectories.HoldsLogs).ToList();
        if (data.Count == 0 && ImportJournal.Load(journalDirectory) is null)
            return;
        var source = new JavaChannelDirectories(options.CheckpointDirectory, options.BackupDirectory, data);
        var target = new ImportTarget
        {
            JournalDirectory = journalDirectory,
            Begin = () => new FileTransaction(channel, store),
            CountEvents = () => store.Queue.Waiting,
            Capacity = options.Capacity,
            BatchSize = Math.Min(LargestBatch, options.TransactionCapacity),
        };
        await new JavaImport(target, logger, fault).RunAsync(source, store.Settings.Keys.Provider, progress: null, cancellationToken).ConfigureAwait(false);
    }
}
