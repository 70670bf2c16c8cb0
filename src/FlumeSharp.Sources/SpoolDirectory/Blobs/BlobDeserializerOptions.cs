using FlumeSharp.Options;

namespace FlumeSharp.Sources.SpoolDirectory.Blobs;

/// <summary>The keys of the BLOB deserializer.</summary>
public sealed class BlobDeserializerOptions
{
    /// <summary>Most bytes of an event; a longer file becomes several.</summary>
    /// <value>Default: 100000000.</value>
    [FlumeOption("maxBlobLength", Min = 1)]
    public int MaxBlobLength { get; init; } = 100_000_000;
}
