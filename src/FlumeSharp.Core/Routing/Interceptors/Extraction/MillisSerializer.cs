using System.Globalization;
using FlumeSharp.Components;
using FlumeSharp.Formatting;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing.Interceptors.Extraction;

/// <summary>Reads the text of the group as a time and writes it in milliseconds since 1970.</summary>
[FlumeSerializer(null, "org.apache.flume.interceptor.RegexExtractorInterceptorMillisSerializer", Stability = Stability.Beta)]
public sealed class MillisSerializer(MillisSerializerOptions options, TimeProvider time) : IRegexExtractorSerializer
{
    private readonly JodaPattern _pattern = JodaPattern.Parse(options.Pattern);

    /// <inheritdoc />
    public string Serialize(string? text) => text is null
        ? throw new FormatException($"the group of the header '{options.Name}' took no part in the match, so there is no time to read")
        : _pattern.ToMilliseconds(text, time).ToString(CultureInfo.InvariantCulture);
}
