using System.ComponentModel.DataAnnotations;
using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the regex_filter interceptor.</summary>
public sealed class RegexFilterInterceptorOptions : IValidatableObject
{
    /// <summary>The pattern, in Java's syntax, that is looked for anywhere in the body.</summary>
    /// <value>Default: .*, which every body matches.</value>
    [FlumeOption("regex")]
    public string Regex { get; init; } = ".*";

    /// <summary>Whether events that match are dropped; else those that do not match are.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("excludeEvents")]
    public bool ExcludeEvents { get; init; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => PatternOption.Check(("regex", Regex));
}
