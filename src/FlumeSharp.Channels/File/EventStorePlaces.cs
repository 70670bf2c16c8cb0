namespace FlumeSharp.Channels.File;

/// <summary>Where a channel keeps its events, and how many.</summary>
internal sealed record EventStorePlaces
{
    public required IReadOnlyList<string> DataDirectories { get; init; }

    public required string CheckpointDirectory { get; init; }

    public string? BackupDirectory { get; init; }

    public required int Capacity { get; init; }

    /// <summary>Bytes of events kept in memory besides.</summary>
    public long Memory { get; init; } = 32 << 20;

    /// <summary>Reads the whole log at the opening, whatever a checkpoint covers.</summary>
    public bool ReadsAll { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IReadOnlyList<string> CheckpointDirectories => BackupDirectory is null ? [CheckpointDirectory] : [CheckpointDirectory, BackupDirectory];

    public IEnumerable<string> All => DataDirectories.Concat(CheckpointDirectories).Distinct(StringComparer.Ordinal);
}
