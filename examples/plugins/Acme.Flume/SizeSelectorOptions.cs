using FlumeSharp.Options;

namespace Acme.Flume;

/// <summary>The keys of the by_size selector, below <c>selector.</c>.</summary>
/// <remarks>Because of <see cref="IReferencesChannels"/> a channel that the source does not have is an error with its line, before anything starts.</remarks>
public sealed class SizeSelectorOptions : IReferencesChannels
{
    /// <summary>From how many bytes on a body is large.</summary>
    /// <value>Default: 65536.</value>
    [FlumeOption("largeFrom", Min = 1)]
    public int LargeFrom { get; init; } = 65_536;

    /// <summary>The channels of large events, with blanks between their names; all others of the source get the small ones.</summary>
    [FlumeOption("large", Required = true)]
    public IReadOnlyList<string> Large { get; init; } = [];

    IEnumerable<(string Key, string Channel)> IReferencesChannels.ReferencedChannels => Large.Select(static name => ("large", name));
}
