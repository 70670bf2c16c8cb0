using System.ComponentModel.DataAnnotations;
using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the mask interceptor.</summary>
public sealed class MaskInterceptorOptions : IValidatableObject
{
    /// <summary>The pattern, in Java's syntax, of what is masked wherever it is found; with groups, only what its groups match, or all of a match that no group takes part in.</summary>
    [FlumeOption("regex", Required = true, IsExtension = true)]
    public string Regex { get; init; } = "";

    /// <summary>What takes its place: redact or hash.</summary>
    /// <value>Default: redact.</value>
    [FlumeOption("mode", IsExtension = true)]
    public MaskMode Mode { get; init; } = MaskMode.Redact;

    /// <summary>The text that redact writes, as it is.</summary>
    /// <value>Default: ***.</value>
    [FlumeOption("replacement", IsExtension = true)]
    public string Replacement { get; init; } = "***";

    /// <summary>The key of the hash.</summary>
    [FlumeOption("hashKey", Secret = true, IsExtension = true)]
    public string? HashKey { get; init; }

    /// <summary>Hexadecimal digits of a hash.</summary>
    /// <value>Default: 16.</value>
    [FlumeOption("hashLength", Min = 8, Max = 64, IsExtension = true)]
    public int HashLength { get; init; } = 16;

    /// <summary>Whether bodies are searched.</summary>
    /// <value>Default: true.</value>
    [FlumeOption("body", IsExtension = true)]
    public bool Body { get; init; } = true;

    /// <summary>The headers whose values are searched, blanks between them; <c>*</c> for all.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("headers", IsExtension = true)]
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var problem in PatternOption.Check(("regex", Regex)))
        {
            yield return problem;
        }

        foreach (var comma in CommaNames.In("headers", Headers))
        {
            yield return comma;
        }

        if (Mode == MaskMode.Hash && string.IsNullOrEmpty(HashKey))
        {
            yield return new("'mode = hash' needs a 'hashKey': without one, anybody could find short values by trying", ["mode"]);
        }

        if (!Body && Headers.Count == 0)
        {
            yield return new("'body' is false and 'headers' names none, so there is nothing to mask", ["body"]);
        }
    }
}
