using FlumeSharp.Channels.File.Checkpoints;
using FlumeSharp.Channels.File.Recovery;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Tools;

/// <summary>The folders of a file channel that does not run, held so that none can begin to.</summary>
internal sealed class ChannelFolders : IDisposable
{
    private readonly List<IDisposable> _locks = [];

    /// <summary>Locks the folders.</summary>
    /// <param name="dataDirectories">All of <c>dataDirs</c>.</param>
    /// <param name="checkpointDirectory">The folder of the checkpoint; null = do without.</param>
    /// <exception cref="ChannelException">There are no segments, or the channel runs.</exception>
    public ChannelFolders(IReadOnlyList<string> dataDirectories, string? checkpointDirectory)
    {
        DataDirectories = [.. dataDirectories.Select(Path.GetFullPath)];
        CheckpointDirectory = checkpointDirectory is null ? null : Path.GetFullPath(checkpointDirectory);
        try
        {
            foreach (var directory in DataDirectories)
            {
                if (!Directory.Exists(directory))
                {
                    throw new ChannelException($"There is no folder {directory}.");
                }

                _locks.Add(DirectoryLock.Take(directory, "tool"));
            }

            Segments = SegmentFinder.Find(DiskStorage.Instance, DataDirectories);
            if (Segments.Count == 0)
            {
                throw new ChannelException($"No segments of a file channel are in {string.Join(", ", DataDirectories)}. Name the folders of dataDirs.");
            }

            UseCheckpoint();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<string> DataDirectories { get; }

    public string? CheckpointDirectory { get; }

    /// <summary>What is there.</summary>
    public List<RecoveredSegment> Segments { get; }

    public long Bytes => Segments.Sum(static segment => segment.FileLength);

    public void Dispose()
    {
        _locks.ForEach(static held => held.Dispose());
        _locks.Clear();
    }

    // It says what had been flushed, which tells damage from a write that was never finished.
    private void UseCheckpoint()
    {
        if (CheckpointDirectory is null)
        {
            return;
        }

        using var checkpoint = CheckpointReader.TryOpen(DiskStorage.Instance, Path.Combine(CheckpointDirectory, CheckpointWriter.FileName), out _);
        foreach (var mark in checkpoint?.Segments ?? [])
        {
            if (Segments.Find(segment => segment.Segment.Id == mark.Id) is { } found)
            {
                found.Covered = mark.End;
            }
        }
    }
}
