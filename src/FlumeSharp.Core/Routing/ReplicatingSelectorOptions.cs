using FlumeSharp.Options;

namespace FlumeSharp.Routing;

/// <summary>The keys of the replicating selector, below <c>selector.</c>.</summary>
public sealed class ReplicatingSelectorOptions : IReferencesChannels
{
    /// <summary>Channels that may fail without the source being told; blanks between the names.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("optional")]
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <inheritdoc />
    IEnumerable<(string Key, string Channel)> IReferencesChannels.ReferencedChannels => Optional.Select(static name => ("optional", name));
}
