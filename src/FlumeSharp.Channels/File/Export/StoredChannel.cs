using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Queue;

namespace FlumeSharp.Channels.File.Export;

/// <summary>The waiting events of a file channel that no agent runs, for looking at them: nothing is taken.</summary>
internal static class StoredChannel
{
    private const string SegmentPattern = "segment-*.log";
    private const string CheckpointName = "queue.checkpoint";
    private const int Stride = 1000;
    private const int DeepestLevel = 3;

    /// <summary>Whether a channel of ours stands in or below a directory.</summary>
    public static bool IsThere(string root) => Directories(root).Any(HoldsSegments);

    /// <summary>The options that open the channel in or below a directory, changing as little as possible.</summary>
    /// <param name="root">A directory above its checkpointDir and dataDirs.</param>
    /// <param name="scratch">Where a checkpoint directory is made when there is none.</param>
    public static FileChannelOptions OptionsFor(string root, string scratch)
    {
        var directories = Directories(root).ToList();
        var checkpoints = directories.Where(static directory => System.IO.File.Exists(Path.Combine(directory, CheckpointName))).ToList();
        return new FileChannelOptions
        {
            CheckpointDir = checkpoints.Count > 0 ? checkpoints[0] : scratch,
            DataDirs = string.Join(',', directories.Where(HoldsSegments)),
            Capacity = int.MaxValue,
            TransactionCapacity = int.MaxValue,
            CheckpointOnClose = false,
        };
    }

    /// <summary>The environment that goes with these options. By the clock nothing happens: that would delete segments which the channel's own checkpoint mentions.</summary>
    public static FileChannelEnvironment EnvironmentFor(Keyring keys) => new() { ImportsOnStart = false, Maintains = false, Keys = keys };

    /// <summary>The events in their order; one that cannot be read is <see langword="null"/>.</summary>
    /// <remarks>Eight to sixteen bytes of memory for each event, and one stride of events.</remarks>
    public static IEnumerable<Event?> ReadEvents(FileChannel channel)
    {
        var store = channel.Store ?? throw new ChannelException($"Channel closed [channel={channel.Name}].");
        var found = new Event?[Stride];
        var claims = new List<Claim>();
        while (true)
        {
            claims.Clear();
            var count = store.Queue.Claim(found, claims);
            if (count == 0)
                yield break;
            for (var i = 0; i < count; i++)
                yield return found[i] ?? store.Reader.Read(claims[i]);
            Array.Clear(found);
        }
    }

    private static bool HoldsSegments(string directory) => Directory.EnumerateFiles(directory, SegmentPattern).Any();

    private static IEnumerable<string> Directories(string root)
    {
        if (!Directory.Exists(root))
            throw new ChannelException($"{root} does not exist, or is no directory.");
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DeepestLevel, AttributesToSkip = FileAttributes.ReparsePoint };
        return [Path.GetFullPath(root), .. Directory.EnumerateDirectories(Path.GetFullPath(root), "*", options).Order(StringComparer.Ordinal)];
    }
}
