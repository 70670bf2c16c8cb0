using System.ComponentModel.DataAnnotations;
using FlumeSharp.Formatting;
using FlumeSharp.Options;
using FlumeSharp.Routing.Interceptors.Patterns;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the search_replace interceptor.</summary>
public sealed class SearchReplaceInterceptorOptions : IValidatableObject
{
    /// <summary>The pattern, in Java's syntax, of what is replaced wherever it is found in the body.</summary>
    [FlumeOption("searchPattern", Required = true)]
    public string SearchPattern { get; init; } = "";

    /// <summary>What takes its place, in Java's syntax: <c>$1</c> and <c>${name}</c> are groups, a backslash quotes.</summary>
    /// <value>Default: nothing.</value>
    [FlumeOption("replaceString")]
    public string ReplaceString { get; init; } = "";

    /// <summary>The character set of bodies, by its Java name.</summary>
    /// <value>Default: UTF-8.</value>
    [FlumeOption("charset")]
    public string Charset { get; init; } = "UTF-8";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var problems = PatternOption.Check(("searchPattern", SearchPattern)).ToList();
        foreach (var problem in problems)
        {
            yield return problem;
        }

        // No error: as in Flume, such a source runs until something is found.
        if (problems.Count == 0 && new JavaReplacement(ReplaceString, JavaRegex.Compile(SearchPattern)).Problem is { } mistake)
        {
            yield return new OptionWarning($"'replaceString' fails every batch in which something is found: {mistake}", "replaceString");
        }

        if (JavaCharset.Find(Charset) is null)
        {
            yield return new($"'charset' is '{Charset}', which is no character set that is known; write UTF-8, ISO-8859-1, UTF-16, GBK or the like", ["charset"]);
        }
    }
}
