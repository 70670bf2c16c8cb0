using System.Text.RegularExpressions;
using FlumeSharp.Routing.Interceptors.Patterns;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Java's regular expressions as .NET's, for keys that hold a pattern.</summary>
/// <remarks>The pattern matches what it matches in Java; what .NET has no counterpart for is refused rather than matched wrongly.</remarks>
public static class JavaPattern
{
    private const int LongestCompiled = 2000;
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(2);

    /// <summary>Compiles a pattern for searching.</summary>
    /// <exception cref="ArgumentException">It is malformed.</exception>
    /// <exception cref="FlumeException">It is malformed, or has no counterpart.</exception>
    public static Regex Compile(string java) => Compiled(Translate(java));

    /// <summary>Compiles a pattern that must match a whole text, as Java's <c>matches()</c> has it.</summary>
    /// <exception cref="ArgumentException">It is malformed.</exception>
    /// <exception cref="FlumeException">It is malformed, or has no counterpart.</exception>
    public static Regex CompileFullMatch(string java) => Compiled($@"\A(?:{Translate(java)})\z");

    /// <summary>What is wrong with a pattern, or <see langword="null"/>.</summary>
    public static string? ProblemWith(string java)
    {
        try
        {
            _ = new Regex(Translate(java), RegexOptions.CultureInvariant, LongestMatch);
            return null;
        }
        catch (Exception problem) when (problem is ArgumentException or FlumeException)
        {
            return problem.Message;
        }
    }

    /// <summary>The pattern in .NET's syntax, for any text. Groups are numbered as in Java and have no names.</summary>
    public static string Translate(string java) => PatternTranslator.Translate(java, isPlain: false).Output;

    /// <summary>How a translated pattern is compiled: code for one of thousands of ranges would take seconds to make.</summary>
    internal static RegexOptions OptionsFor(string pattern) =>
        RegexOptions.CultureInvariant | (pattern.Length <= LongestCompiled ? RegexOptions.Compiled : RegexOptions.None);

    private static Regex Compiled(string pattern) => new(pattern, OptionsFor(pattern), LongestMatch);
}
