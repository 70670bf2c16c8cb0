using System.ComponentModel.DataAnnotations;
using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the remove_header interceptor. All that are given apply.</summary>
public sealed class RemoveHeaderInterceptorOptions : IValidatableObject
{
    /// <summary>A header to remove.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("withName")]
    public string? WithName { get; init; }

    /// <summary>Headers to remove, separated as <c>fromListSeparator</c> says.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("fromList")]
    public string? FromList { get; init; }

    /// <summary>The pattern, in Java's syntax, of what stands between the names of the list.</summary>
    /// <value>Default: \s*,\s*, a comma with any blanks around it.</value>
    [FlumeOption("fromListSeparator")]
    public string FromListSeparator { get; init; } = @"\s*,\s*";

    /// <summary>The pattern, in Java's syntax, of whole names to remove.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("matching")]
    public string? Matching { get; init; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        PatternOption.Check(("matching", Matching), ("fromListSeparator", FromListSeparator));
}
