using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing.Interceptors.Extraction;

/// <summary>The text of the group as it is.</summary>
[FlumeSerializer(null, JavaClass, Stability = Stability.Beta)]
public sealed class PassThroughSerializer : IRegexExtractorSerializer
{
    /// <summary>Flume's name of it.</summary>
    public const string JavaClass = "org.apache.flume.interceptor.RegexExtractorInterceptorPassThroughSerializer";

    /// <summary>Takes no more than the keys that all serializers have.</summary>
    public PassThroughSerializer(RegexExtractorSerializerOptions options) => ArgumentNullException.ThrowIfNull(options);

    /// <inheritdoc />
    public string? Serialize(string? text) => text;
}
