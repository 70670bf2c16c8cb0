using System.ComponentModel.DataAnnotations;
using FlumeSharp.Formatting;
using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors.Extraction;

/// <summary>The keys of the serializer that reads times.</summary>
public sealed class MillisSerializerOptions : RegexExtractorSerializerOptions, IValidatableObject
{
    /// <summary>The form of the time, in the syntax of Joda-Time.</summary>
    [FlumeOption("pattern", Required = true)]
    public string Pattern { get; init; } = "";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (JodaPattern.ProblemWith(Pattern) is { } problem)
        {
            yield return new($"'pattern' is '{Pattern}': {problem}", ["pattern"]);
        }
    }
}
