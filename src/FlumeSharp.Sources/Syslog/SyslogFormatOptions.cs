using System.ComponentModel.DataAnnotations;
using FlumeSharp.Formatting;
using FlumeSharp.Options;
using FlumeSharp.Routing.Interceptors;

namespace FlumeSharp.Sources.Syslog;

/// <summary>A format of one's own that is tried before the built-in ones.</summary>
public sealed record SyslogFormatOptions : IValidatableObject
{
    /// <summary>A pattern, in Java's syntax, of a whole message, with five groups: priority, version, timestamp, host, body.</summary>
    [FlumeOption("format.regex")]
    public string? Pattern { get; init; }

    /// <summary>What is searched for in the timestamp, to be replaced by <c>format.replace</c>.</summary>
    [FlumeOption("format.search")]
    public string? Search { get; init; }

    /// <summary>What replaces what <c>format.search</c> finds.</summary>
    [FlumeOption("format.replace")]
    public string? Replace { get; init; }

    /// <summary>How the timestamp is written, after the replacement, such as <c>yyyy-MM-dd HH:mm:ss</c>.</summary>
    /// <value>Default: the built-in forms.</value>
    [FlumeOption("format.dateFormat")]
    public string? DateFormat { get; init; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Pattern is not null && SyslogFormat.ProblemWith(Pattern) is { } wrong)
        {
            yield return new($"'format.regex' is no pattern that can be used: {wrong}", ["format.regex"]);
        }

        if (Search is not null && JavaPattern.ProblemWith(Search) is { } unsearchable)
        {
            yield return new($"'format.search' is no pattern that can be used: {unsearchable}", ["format.search"]);
        }

        if (DateFormat is not null && JodaPattern.ProblemWith(DateFormat) is { } unreadable)
        {
            yield return new($"'format.dateFormat' cannot be used: {unreadable}", ["format.dateFormat"]);
        }

        if (Pattern is null && (Search ?? Replace ?? DateFormat) is not null)
        {
            yield return new OptionWarning("'format.search', 'format.replace' and 'format.dateFormat' have no effect without 'format.regex'; set it, or remove them", "format.regex");
        }
    }
}
