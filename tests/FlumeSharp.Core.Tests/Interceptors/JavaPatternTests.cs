using FlumeSharp.Routing.Interceptors.Patterns;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Patterns mean what they mean in java.util.regex. The texts of a case are separated by blanks; escapes are C#'s.</summary>
public sealed class JavaPatternTests
{
    private const string None = "";

    [TestCase(@"\d", "3", "\u0663", TestName = "digits are those of ASCII")]
    [TestCase(@"^[\D]$", "x", "5")]
    [TestCase(@"^\w+$", "a_9", "\u00e9")]
    [TestCase(@"^[\W]$", "\u00e9", "_")]
    [TestCase(@"^\s$", "\t", "\u00a0")]
    [TestCase(@"^\S$", "\u00a0", "\v")]
    [TestCase(@"^\h$", "\u00a0", "\n")]
    [TestCase(@"^\H$", "x", "\u3000")]
    [TestCase(@"^\v$", "\u2028", "x")]
    [TestCase(@"^\V$", "x", "\u0085")]
    [TestCase(@"^a\Rb$", "a\r\nb", "ab")]
    [TestCase(@"^\X$", "e\u0301", "ee")]
    [TestCase("^.$", "\v", "\u2028")]
    [TestCase("^.$", "\U0001F600", "\U0001F600x", TestName = "a dot is a code point")]
    [TestCase("^[^a]$", "\U0001F600", "a")]
    [TestCase("^[\U0001F600-\U0001F64F]$", "\U0001F610", "\U0001F680")]
    [TestCase("^\U0001F600+$", "\U0001F600\U0001F600", "\U0001F600\uFFFD")]
    [TestCase(@"^\x{1F600}{2}$", "\U0001F600\U0001F600", "\U0001F600")]
    [TestCase(@"^\uD83D\uDE00$", "\U0001F600", "x")]
    [TestCase("(?s)^.$", "\n", "\n\n\n")]
    [TestCase("(?d)^.$", "\r", "\n")]
    [TestCase("a$", "a\r\n", "a\n\n")]
    [TestCase("a$", "a\u0085", "a\u0085b")]
    [TestCase(@"\r$", "\r", "\r\n")]
    [TestCase(@"a\Z", "a\u2029", "ab")]
    [TestCase("(?m)a$", "a\rb", "ab")]
    [TestCase("(?m)^b", "a\r\nb", "a\vb")]
    [TestCase("(?m)^$", "a\n\nb", "a\n")]
    [TestCase("(?dm)a$", "a\nb", "a\rb")]
    [TestCase("^(?s:.)x$", "\nx", "x\n")]
    [TestCase("^(?s:.).$", "\nx", "\n\n", TestName = "the flags of a group end with it")]
    [TestCase("^((?i)a)a$", "Aa", "aA")]
    [TestCase("(?i)k", "K", "\u212a", TestName = "case is folded for ASCII")]
    [TestCase("(?iu)\u00e9", "\u00c9", "e")]
    [TestCase("(?i)^[b-d]$", "C", "e")]
    [TestCase("(?i)^[^b-d]$", "e", "C")]
    [TestCase("(?x) a b # c\n c", "abc", "a bc")]
    [TestCase(@"(?x)^[a b]\ $", "a ", "  ")]
    [TestCase("(?U)^\\d$", "\u0663", "x")]
    [TestCase("^a*+b$", "aab", "aac")]
    [TestCase("^a*+a$", None, "aaa", TestName = "possessive quantifiers give nothing back")]
    [TestCase("^a{1,2}+ab$", "aaab", "aab")]
    [TestCase("^a{2}{3}$", "aa", "aaaaaa")]
    [TestCase(@"^\Qa.b\E+$", "a.bb", "axb")]
    [TestCase(@"^[\Q^]\E]+$", "^]", "x")]
    [TestCase("^[a-d[m-p]]$", "n", "f")]
    [TestCase("^[a-z&&[^aeiou]]$", "b", "e")]
    [TestCase("^[a-z&&[def]&&[^e]]$", "d", "e")]
    [TestCase("^[a-z&&def]$", "f", "g")]
    [TestCase("^[^a-d[m-p]]$", "e", "n")]
    [TestCase("^[a-z-[aeiou]]$", "-", "B", TestName = "there is no subtraction")]
    [TestCase("^[]a]+$", "]a", "b")]
    [TestCase("^[a-]$", "-", "b")]
    [TestCase("^[[:alpha:]]$", "p", "b")]
    [TestCase("^(?<n>a)(b)\\1$", "aba", "abb", TestName = "groups with names are numbered with the others")]
    [TestCase("^(?<n>a)\\k<n>$", "aa", "ab")]
    [TestCase("^(a)\\11$", "aa1", "a\t")]
    [TestCase("^(a)\\2$", None, "aa")]
    [TestCase("(?i)^(a)\\1$", "aA", "ab")]
    [TestCase(@"^\0101\x41\cA$", "AA\u0001", "A")]
    [TestCase(@"^\_\-\@$", "_-@", "x")]
    [TestCase(@"^\pL\p{Lu}\P{L}$", "aA1", "aaa")]
    [TestCase(@"^\p{Alpha}\p{Punct}\p{XDigit}$", "a!F", "\u00e9!F")]
    [TestCase(@"^[\P{Digit}]$", "x", "1")]
    [TestCase(@"^\p{IsLatin}\p{IsHan}\p{InCyrillic}$", "\u00e9\u4e2d\u0436", "abc")]
    [TestCase(@"^\p{IsAlphabetic}\p{gc=Nd}\p{javaWhitespace}$", "\u4e2d\u0663 ", "1a ")]
    [TestCase(@"^\p{InGreek}\p{IsLu}$", "\u03b1A", "a\u0391")]
    [TestCase(@"^\p{L}$", "\U0001D49C", "\U0001F600", TestName = "letters beyond the basic plane are letters")]
    [TestCase("^(?>a|ab)c$", "ac", "abc")]
    [TestCase("^(?=a)(?!ab)(?<=^)(?<!x)a", "ac", "ab")]
    [TestCase(@"\berr\b", "an err.", "\u00e9err")]
    [TestCase("a|b|", "z", null)]
    [TestCase("}]", "}]", "{")]
    public void Means_what_it_means_in_Java(string pattern, string found, string? notFound)
    {
        var regex = JavaRegex.Compile(pattern);

        if (found.Length > 0)
        {
            regex.IsMatch(found).Should().BeTrue();
            JavaPattern.Compile(pattern).IsMatch(found).Should().BeTrue();
        }

        if (notFound is not null)
        {
            regex.IsMatch(notFound).Should().BeFalse();
            JavaPattern.Compile(pattern).IsMatch(notFound).Should().BeFalse();
        }
    }

    [TestCase("(", "Unclosed group")]
    [TestCase(")", "Unmatched closing ')'")]
    [TestCase("[a", "Unclosed character class")]
    [TestCase("[b-a]", "Illegal character range")]
    [TestCase("*a", "Dangling meta character '*'")]
    [TestCase("a**", "Dangling meta character '*'")]
    [TestCase("a{", "Illegal repetition")]
    [TestCase("{a", "Illegal repetition")]
    [TestCase("a{,2}", "Illegal repetition")]
    [TestCase(@"\y", @"'\y'")]
    [TestCase(@"a\", @"'\' at the end")]
    [TestCase(@"\N{DIGIT ONE}", @"\N")]
    [TestCase(@"\p{Nope}", @"\p{Nope}")]
    [TestCase(@"\p{InNowhere}", @"\p{InNowhere}")]
    [TestCase("(?<a>x)(?<a>y)", "two groups are named 'a'")]
    [TestCase("(?<a_b>x)", "'a_b' is no name")]
    [TestCase("(?P<a>x)", "'(?P'")]
    [TestCase(@"\k<a>(?<a>x)", "no group 'a'")]
    [TestCase(@"\b{g}", @"\b{g}")]
    [TestCase(@"\xg", @"\x")]
    [TestCase(@"\u12", @"\u")]
    [TestCase(@"\09", @"\0")]
    public void What_is_malformed_or_cannot_be_translated_is_named(string pattern, string part) =>
        JavaPattern.ProblemWith(pattern).Should().Contain(part);

    [Test]
    public void A_full_match_takes_the_whole_text()
    {
        JavaPattern.CompileFullMatch("a|ab").IsMatch("ab").Should().BeTrue();
        JavaPattern.CompileFullMatch("a").IsMatch("a\n").Should().BeFalse();
        JavaRegex.Compile("x.*", isFullMatch: true).IsMatch("ax").Should().BeFalse();
    }

    [Test]
    public void A_pattern_that_would_never_end_goes_over_to_the_engine_without_backtracking()
    {
        var regex = JavaRegex.Compile("^(\\w+\\s?)*$");
        var evil = new string('a', 200) + "!";

        // Each of these would take longer than the universe is old.
        for (var i = 0; i < 50; i++)
        {
            regex.IsMatch(evil).Should().BeFalse();
            regex.IsMatch("some words").Should().BeTrue();
        }
    }

    [Test]
    public void Where_only_backtracking_helps_the_search_is_given_up()
    {
        var regex = JavaRegex.Compile(@"^(a+)+\1$");

        regex.IsMatch(new string('a', 200) + "!").Should().BeNull();
        regex.IsMatch("aa").Should().BeTrue();
    }

    [Test]
    public void Groups_are_the_same_in_both_engines()
    {
        var regex = JavaRegex.Compile("^((\\w)+)+ (\\d*)$");
        regex.IsMatch(new string('a', 200) + "!").Should().BeFalse();

        regex.TryMatch("abc 12", out var match).Should().BeTrue();
        match!.Groups.Values.Select(group => group.Value).Should().Equal("abc 12", "abc", "c", "12");
    }
}
