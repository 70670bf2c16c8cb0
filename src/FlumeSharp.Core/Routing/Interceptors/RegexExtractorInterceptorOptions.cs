using System.ComponentModel.DataAnnotations;
using FlumeSharp.Components;
using FlumeSharp.Options;
using FlumeSharp.Routing.Interceptors.Extraction;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the regex_extractor interceptor.</summary>
public sealed class RegexExtractorInterceptorOptions : IValidatableObject
{
    /// <summary>The pattern, in Java's syntax, that is looked for in the body; its groups become headers.</summary>
    [FlumeOption("regex", Required = true)]
    public string Regex { get; init; } = "";

    /// <summary>Names of serializers, the first for the first group and so on; below each name stand its <c>type</c> and its keys.</summary>
    [FlumeComponentListOption("serializers", ComponentKind.Serializer, PassThroughSerializer.JavaClass, DefaultWord = "default", Required = true, Implements = typeof(IRegexExtractorSerializer))]
    public IReadOnlyList<ComponentReference> Serializers { get; init; } = [];

    /// <summary>What becomes of an event whose text a serializer cannot read.</summary>
    /// <value>Default: fail, as in Flume.</value>
    [FlumeOption("onError", IsExtension = true)]
    public ExtractionError OnError { get; init; } = ExtractionError.Fail;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => PatternOption.Check(("regex", Regex));
}
