using System.ComponentModel.DataAnnotations;
using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of Flume's morphline interceptor, which does not run here: binding them says what to use instead.</summary>
public sealed class MorphlineInterceptorOptions : IValidatableObject
{
    /// <summary>The file with the morphlines.</summary>
    [FlumeOption("morphlineFile", Required = true)]
    public string MorphlineFile { get; init; } = "";

    /// <summary>The morphline in it.</summary>
    /// <value>Default: the first.</value>
    [FlumeOption("morphlineId")]
    public string? MorphlineId { get; init; }

    /// <summary>Values for the file's variables.</summary>
    [FlumeOptionPrefix("morphlineVariable.")]
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether failures of a record are logged and passed over.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("isProductionMode")]
    public bool IsProductionMode { get; init; }

    /// <summary>Whether exceptions that may go away are passed over.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("isIgnoringRecoverableExceptions")]
    public bool IsIgnoringRecoverableExceptions { get; init; }

    /// <summary>The exceptions that may go away.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("recoverableExceptionClasses")]
    public string? RecoverableExceptionClasses { get; init; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        yield return new(
            $"the {(MorphlineId is null ? "first morphline" : $"morphline '{MorphlineId}'")} of '{MorphlineFile}' cannot run here: FlumeSharp has no morphline engine. Use json_extractor for readJson and extractJsonPaths, regex_extractor for grok and convertTimestamp, search_replace for findReplace, static for addValues, regex_filter for if and dropRecord, or write a plug-in (docs/specs/morphlines.md)",
            ["morphlineFile"]);
    }
}
