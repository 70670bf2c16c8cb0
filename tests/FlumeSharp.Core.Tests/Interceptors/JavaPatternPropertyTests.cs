using System.Text.RegularExpressions;
using CsCheck;
using FlumeSharp.Routing.Interceptors.Patterns;

namespace FlumeSharp.Routing.Interceptors;

public sealed class JavaPatternPropertyTests
{
    private static readonly string[] Pieces =
        ["a", "b", "A", "1", " ", "_", ".", "^", "$", "*", "+", "?", "{2}", "{1,}", "{", "}", "[", "]", "[^", "&&", "-", "(", ")", "(?:", "(?i)", "(?m:", "(?x)", "(?=", "(?<n>", "|", "\\d", "\\W", "\\b", "\\Z", "\\Q", "\\E", "\\1", "\\p{L}", "\\R", "\\x41", "\\", "#", "\n"];

    private static readonly Gen<string> Patterns = Gen.Int[0, Pieces.Length - 1].Select(static i => Pieces[i]).Array[1, 10].Select(static pieces => string.Concat(pieces));

    [Test]
    public void Whatever_stands_in_a_configuration_is_a_pattern_or_a_problem() =>
        Patterns.Sample(pattern => JavaPattern.ProblemWith(pattern) is not "", iter: 3000);

    [Test]
    public void Both_translations_find_the_same_in_plain_text() =>
        Gen.Select(Patterns, Gen.Char["abA1 _\n-"].Array[0, 8].Select(static c => new string(c))).Sample(
            (pattern, text) => JavaPattern.ProblemWith(pattern) is not null || Find(pattern, text, isPlain: true) == Find(pattern, text, isPlain: false),
            iter: 3000);

    [TestCase("(")]
    [TestCase("[")]
    public void Nesting_without_end_is_a_problem(string opening) =>
        JavaPattern.ProblemWith(string.Concat(Enumerable.Repeat(opening, 100_000))).Should().Contain("nested more than");

    private static string Find(string pattern, string text, bool isPlain)
    {
        var match = new Regex(PatternTranslator.Translate(pattern, isPlain).Output, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(30)).Match(text);
        return match.Success ? $"{match.Index}: {string.Join('|', match.Groups.Values.Select(static group => group.Success ? group.Value : "-"))}" : "nothing";
    }
}
