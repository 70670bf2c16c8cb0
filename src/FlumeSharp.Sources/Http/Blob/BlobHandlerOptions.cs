using FlumeSharp.Options;

namespace FlumeSharp.Sources.Http.Blob;

/// <summary>The keys of the blob handler, below <c>handler.</c>.</summary>
public sealed class BlobHandlerOptions
{
    /// <summary>Names, with commas between them and nothing trimmed, that the query must have.</summary>
    /// <value>Default: one empty name, so that only requests with a parameter like <c>?=1</c> pass. Flume's own trap, kept.</value>
    [FlumeOption("mandatoryParameters")]
    public string MandatoryParameters { get; init; } = "";
}
