using System.ComponentModel.DataAnnotations;
using FlumeSharp.Options;
using FlumeSharp.Routing.Interceptors.Extraction;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the json_extractor interceptor.</summary>
public sealed class JsonExtractorInterceptorOptions : IValidatableObject
{
    /// <summary>The headers that are set, blanks between them.</summary>
    [FlumeOption("fields", Required = true, IsExtension = true)]
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Where a header's value stands in the body: <c>fields.NAME = user.addresses[0].city</c>.</summary>
    /// <value>Default: the member of the header's name.</value>
    [FlumeOptionPrefix("fields.")]
    public IReadOnlyDictionary<string, string> Paths { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether an event that has the header, even with a null value, keeps its own.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("preserveExisting", IsExtension = true)]
    public bool PreserveExisting { get; init; }

    /// <summary>The longest value, in characters; longer ones are left out.</summary>
    /// <value>Default: 4096.</value>
    [FlumeOption("maxValueLength", Min = 1, Max = 1 << 20, IsExtension = true)]
    public int MaxValueLength { get; init; } = 4096;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var comma in CommaNames.In("fields", Fields))
        {
            yield return comma;
        }

        foreach (var name in Paths.Keys.Where(name => !Fields.Contains(name, StringComparer.Ordinal)))
        {
            yield return new($"'fields.{name}' is a path, but 'fields' does not list '{name}'", [$"fields.{name}"]);
        }

        foreach (var (name, path) in Paths)
        {
            if (JsonPaths.ProblemWith(path) is { } problem)
            {
                yield return new($"'fields.{name}' is '{path}': {problem}", [$"fields.{name}"]);
            }
        }
    }
}
