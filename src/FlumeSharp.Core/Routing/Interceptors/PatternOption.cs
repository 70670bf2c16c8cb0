using System.ComponentModel.DataAnnotations;

namespace FlumeSharp.Routing.Interceptors;

// Checks keys that hold a pattern in Java's syntax.
internal static class PatternOption
{
    public static IEnumerable<ValidationResult> Check(params IEnumerable<(string Key, string? Pattern)> keys)
    {
        foreach (var (key, pattern) in keys)
        {
            if (pattern is not null && JavaPattern.ProblemWith(pattern) is { } problem)
            {
                yield return new($"'{key}' is no pattern that can be used: {problem}", [key]);
            }
        }
    }
}
