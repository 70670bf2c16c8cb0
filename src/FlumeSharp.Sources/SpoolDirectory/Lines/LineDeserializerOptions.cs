using System.ComponentModel.DataAnnotations;
using FlumeSharp.Formatting;
using FlumeSharp.Options;

namespace FlumeSharp.Sources.SpoolDirectory.Lines;

/// <summary>The keys of the LINE deserializer.</summary>
public sealed class LineDeserializerOptions : IValidatableObject
{
    /// <summary>Most characters of an event (UTF-16 units, as Java counts); the rest of a longer line becomes further events.</summary>
    /// <value>Default: 2048.</value>
    [FlumeOption("maxLineLength", Min = 2)]
    public int MaxLineLength { get; init; } = 2048;

    /// <summary>The character set of the events' bodies, by its Java name.</summary>
    /// <value>Default: UTF-8.</value>
    [FlumeOption("outputCharset")]
    public string OutputCharset { get; init; } = "UTF-8";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (JavaCharset.Find(OutputCharset) is null)
        {
            yield return new($"'outputCharset' is '{OutputCharset}', which is no known character set; set it to a name such as UTF-8", ["outputCharset"]);
        }
    }
}
