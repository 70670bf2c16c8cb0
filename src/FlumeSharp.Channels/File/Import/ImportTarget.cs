namespace FlumeSharp.Channels.File.Import;

/// <summary>A channel that nobody else uses as long as the import runs.</summary>
internal sealed record ImportTarget
{
    /// <summary>Where the journal stands: the channel's first data directory.</summary>
    public required string JournalDirectory { get; init; }

    /// <summary>Begins a transaction.</summary>
    public required Func<IChannelTransaction> Begin { get; init; }

    /// <summary>How many events wait.</summary>
    public required Func<long> CountEvents { get; init; }

    /// <summary>Most events that it holds.</summary>
    public required long Capacity { get; init; }

    /// <summary>Events of a transaction.</summary>
    public required int BatchSize { get; init; }
}
