using System.CommandLine;
using System.Globalization;
using FlumeSharp.Channels;
using FlumeSharp.Channels.File;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Import;
using FlumeSharp.Channels.File.JavaLogs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp channel import</c>: moves the events of a Java file channel into one of ours.</summary>
internal static class ChannelImportCommand
{
    private const int BatchSize = 1000;

    public static VerbCommand Create()
    {
        var source = new Argument<string>("JAVA_DIR") { Description = "A directory above the checkpointDir and dataDirs that Java Flume used. Stop Java Flume first." };
        var target = new Option<string>("--to") { Description = "Directory for the new channel: checkpointDir DIR/checkpoint, dataDirs DIR/data.", HelpName = "DIR", Required = true };
        var active = new Option<string?>("--active-key") { Description = "Key for the new channel's files (encryption.activeKey); without it they are written in the clear.", HelpName = "ALIAS" };
        var keys = new ChannelKeyOptions();
        var command = new VerbCommand(
            "import",
            "Moves the events of a Java Flume file channel into a new one, in order and each once. Run it again if it was interrupted.",
            "flumesharp channel import /var/lib/flume/old --to /var/lib/flume/c1")
        {
            source, target, active,
        };
        keys.AddTo(command);
        command.SetAction((result, cancellationToken) =>
            RunAsync(result.GetValue(source)!, result.GetValue(target)!, keys.Read(result), result.GetValue(active), result.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string source, string target, IKeyProvider? keys, string? activeKey, TextWriter output, CancellationToken cancellationToken)
    {
        if (activeKey is not null && keys is null)
            throw new ChannelException($"Where is the key '{activeKey}'? Name it with --key-store, --key-file or --key-variable.");
        var options = new FileChannelOptions
        {
            CheckpointDir = Path.Combine(target, "checkpoint"),
            DataDirs = Path.Combine(target, "data"),
            Capacity = int.MaxValue,
            TransactionCapacity = BatchSize,
        };
        var journalDirectory = options.DataDirectories[0];
        if (JavaChannelDirectories.HoldsLogs(journalDirectory))
            throw new ChannelException($"{journalDirectory} holds files of Java Flume itself: start an agent on it, which imports them in place, or name another directory by --to.");

        // After an interruption some of Java's files may have been renamed; the journal knows them all.
        var pending = ImportJournal.Load(journalDirectory);
        if (pending is not null && !pending.Data.All(directory => IsBelow(directory, source)))
            throw new ChannelException($"An import of {string.Join(", ", pending.Data)} into {target} was interrupted; run that one again first.");
        var directories = pending is null ? JavaChannelDirectories.Find(Path.GetFullPath(source)) : new JavaChannelDirectories(pending.Checkpoint, pending.Backup, pending.Data);

        var channel = await StandaloneChannel.OpenAsync(options, new FileChannelEnvironment { ImportsOnStart = false, Keys = new Keyring(keys, activeKey) }, cancellationToken).ConfigureAwait(false);
        await using var _ = channel.ConfigureAwait(false);
        var importTarget = new ImportTarget
        {
            JournalDirectory = journalDirectory,
            Begin = channel.BeginTransaction,
            CountEvents = () => channel.EventCount,
            Capacity = options.Capacity,
            BatchSize = BatchSize,
        };
        ImportResult result;
        using (var progress = new CopyProgress(null))
        {
            result = await new JavaImport(importTarget, NullLogger.Instance).RunAsync(directories, keys, new Progress<(long Read, long Total)>(step => progress.Report(step.Read)), cancellationToken).ConfigureAwait(false);
        }

        await channel.StopAsync(cancellationToken).ConfigureAwait(false);
        foreach (var problem in result.Problems)
            await output.WriteLineAsync($"{problem.Kind}: {problem}").ConfigureAwait(false);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Imported} events imported, {result.Lost} lost. Java's files have the suffix {JavaFiles.Suffix} now.\nThe channel: checkpointDir = {options.CheckpointDirectory}, dataDirs = {journalDirectory}")).ConfigureAwait(false);
        return result.Lost == 0 ? ExitCodes.Ok : ExitCodes.Failure;
    }

    private static bool IsBelow(string directory, string root)
    {
        var relative = Path.GetRelativePath(Path.GetFullPath(root), directory);
        return relative == "." || !(relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative));
    }
}
