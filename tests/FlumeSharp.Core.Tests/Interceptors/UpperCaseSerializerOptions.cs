using FlumeSharp.Options;
using FlumeSharp.Routing.Interceptors.Extraction;

namespace FlumeSharp.Routing.Interceptors;

public sealed class UpperCaseSerializerOptions : RegexExtractorSerializerOptions
{
    [FlumeOption("suffix")]
    public string Suffix { get; init; } = "";
}
