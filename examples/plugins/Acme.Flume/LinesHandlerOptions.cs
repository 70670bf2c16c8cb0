using FlumeSharp.Options;

namespace Acme.Flume;

/// <summary>The keys of the lines handler, below <c>handler.</c>.</summary>
public sealed class LinesHandlerOptions
{
    /// <summary>Longest line in bytes; a request with a longer one is refused with 400.</summary>
    /// <value>Default: 65536.</value>
    [FlumeOption("maxLineLength", Min = 20)]
    public int MaxLineLength { get; init; } = 65_536;
}
