using FlumeSharp.Options;

namespace FlumeSharp.Sources.Http.Blob;

/// <summary>The keys of the morphline blob handler, below <c>handler.</c>.</summary>
public sealed class MorphlineBlobHandlerOptions
{
    /// <summary>Longest body of an event in bytes; the rest of a longer request is dropped with a warning, and the answer is 200.</summary>
    /// <value>Default: 100000000.</value>
    [FlumeOption("maxBlobLength", Min = 1)]
    public int MaxBlobLength { get; init; } = 100_000_000;
}
