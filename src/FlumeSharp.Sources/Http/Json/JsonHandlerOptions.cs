using FlumeSharp.Options;

namespace FlumeSharp.Sources.Http.Json;

/// <summary>The keys of the JSON handlers, below <c>handler.</c>.</summary>
public sealed class JsonHandlerOptions
{
    /// <summary>
    /// How <c>body</c> is written: <c>text</c> takes the string as it is, as Flume does; <c>base64</c> decodes it, for bodies that are
    /// no text, and answers 400 with the place of the event where it is not base64.
    /// </summary>
    /// <value>Default: text.</value>
    [FlumeOption("bodyEncoding", IsExtension = true)]
    public BodyEncoding BodyEncoding { get; init; } = BodyEncoding.Text;
}
