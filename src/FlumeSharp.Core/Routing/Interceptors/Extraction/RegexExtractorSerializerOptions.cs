using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors.Extraction;

/// <summary>The keys that every serializer of the regex_extractor has.</summary>
public class RegexExtractorSerializerOptions
{
    /// <summary>The header that is set.</summary>
    [FlumeOption("name", Required = true)]
    public string Name { get; init; } = "";
}
