using FlumeSharp.Registry;
using FlumeSharp.Routing.Interceptors.Extraction;

namespace FlumeSharp.Routing.Interceptors;

[FlumeSerializer(null, "com.acme.UpperCase")]
public sealed class UpperCaseSerializer(UpperCaseSerializerOptions options) : IRegexExtractorSerializer
{
    public string? Serialize(string? text) => text?.ToUpperInvariant() + options.Suffix;
}
