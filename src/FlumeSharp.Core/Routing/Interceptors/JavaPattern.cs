using System.Text;
using System.Text.RegularExpressions;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>
/// Java's regular expressions as .NET's. Rewritten is what both write alike and mean differently: <c>\d \w \s</c> are ASCII in Java,
/// the dot and <c>$</c> know five line ends, <c>\Q…\E</c> quotes, <c>\h \v \R</c> stand for blanks and line ends. What has no
/// counterpart is refused rather than matched wrongly.
/// </summary>
internal static class JavaPattern
{
    private const string LineEnd = @"\n\r\u0085\u2028\u2029";

    // Java counts code points: a surrogate pair is one character.
    private const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]?";
    private const string AnyCharacter = @"(?:[^\uD800-\uDBFF]|" + Pair + ")";
    private const string AnyButLineEnd = @"(?:[^" + LineEnd + @"\uD800-\uDBFF]|" + Pair + ")";
    private const string EndOfText = @"(?:(?<!\r(?=\n))(?=(?:\r\n|[" + LineEnd + @"])?\z))";
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(10);

    /// <summary>Compiles a pattern for searching.</summary>
    /// <exception cref="ArgumentException">It is malformed.</exception>
    /// <exception cref="FlumeException">It has no counterpart.</exception>
    public static Regex Compile(string java) => new(Translate(java), RegexOptions.CultureInvariant | RegexOptions.Compiled, LongestMatch);

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

    /// <summary>The pattern in .NET's syntax.</summary>
    public static string Translate(string java)
    {
        var output = new StringBuilder(java.Length + 16);
        var flags = new LineFlags();
        for (var at = 0; at < java.Length; at++)
        {
            switch (java[at])
            {
                case '\\' when at + 1 < java.Length:
                    at = Escape(java, at + 1, output, inClass: false);
                    break;
                case '[':
                    at = Class(java, at, output);
                    break;
                case '(':
                    flags.Read(java, at);
                    output.Append('(');
                    break;
                case '.':
                    output.Append(flags.DotAll ? AnyCharacter : AnyButLineEnd);
                    break;
                case '$':
                    output.Append(flags.Multiline ? @"(?:(?<!\r(?=\n))(?=[" + LineEnd + @"]|\z))" : EndOfText);
                    break;
                case '^' when flags.Multiline:
                    output.Append(@"(?:(?:\A|(?<=[\n\u0085\u2028\u2029])|(?<=\r)(?!\n))(?!\z))");
                    break;
                case '+' when at > 0 && IsQuantifierEnd(java, at):
                    throw new FlumeException("possessive quantifiers such as 'x*+' are not supported; write an atomic group '(?>x*)'");
                default:
                    output.Append(java[at]);
                    break;
            }
        }

        return output.ToString();
    }

    private static int Escape(string java, int at, StringBuilder output, bool inClass)
    {
        var c = java[at];
        switch (c)
        {
            case 'Q':
                var end = java.IndexOf(@"\E", at, StringComparison.Ordinal);
                var literal = end < 0 ? java[(at + 1)..] : java[(at + 1)..end];
                output.Append(inClass ? literal.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("]", @"\]", StringComparison.Ordinal) : Regex.Escape(literal));
                return end < 0 ? java.Length : end + 1;
            case 'R' when !inClass:
                output.Append(@"(?:\r\n|[\n\v\f\r\u0085\u2028\u2029])");
                return at;
            case 'Z' when !inClass:
                output.Append(EndOfText);
                return at;
            case 'p' or 'P':
                return Property(java, at, output, inClass);
        }

        var set = c switch
        {
            'd' => "0-9",
            'w' => "a-zA-Z0-9_",
            's' => @" \t\n\v\f\r",
            'h' => @" \t\xA0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000",
            'v' => @"\n\v\f\r\u0085\u2028\u2029",
            'D' => @"\0-/:-\uFFFF",
            'W' => @"\0-/:-@\[-\^\x60{-\uFFFF",
            'S' => @"\0-\x08\x0E-\x1F!-\uFFFF",
            _ => null,
        };
        output.Append(set is null ? @"\" + c : inClass ? set : $"[{set}]");
        return at;
    }

    private static int Property(string java, int at, StringBuilder output, bool inClass)
    {
        var close = at + 1 < java.Length && java[at + 1] == '{' ? java.IndexOf('}', at) : at + 1;
        if (close < 0 || close >= java.Length)
        {
            throw new FlumeException(@"\p without a name");
        }

        var name = java[(at + 1)..(close + 1)].Trim('{', '}');
        var ascii = name switch
        {
            "Lower" => "a-z",
            "Upper" => "A-Z",
            "Alpha" => "a-zA-Z",
            "Digit" => "0-9",
            "Alnum" => "a-zA-Z0-9",
            "Punct" => @"!-/:-@\[-`{-~",
            "Graph" => "!-~",
            "Print" => " -~",
            "Blank" => @" \t",
            "Cntrl" => @"\0-\x1F\x7F",
            "XDigit" => "0-9a-fA-F",
            "Space" => @" \t\n\v\f\r",
            "ASCII" => @"\0-\x7F",
            _ => null,
        };
        var isNegated = java[at] == 'P';
        if (ascii is not null && isNegated && inClass)
        {
            throw new FlumeException($@"\P{{{name}}} inside a class is not supported");
        }

        output.Append(ascii is null ? $@"\{java[at]}{{{(name.StartsWith("Is", StringComparison.Ordinal) && name.Length <= 4 ? name[2..] : name)}}}"
            : inClass ? ascii : isNegated ? $"[^{ascii}]" : $"[{ascii}]");
        return close;
    }

    // A class; one inside another is a union in Java, and '&&[^…]' takes away.
    private static int Class(string java, int at, StringBuilder output)
    {
        output.Append('[');
        at++;
        if (at < java.Length && java[at] == '^')
        {
            output.Append('^');
            at++;
        }

        for (var isFirst = true; at < java.Length; at++, isFirst = false)
        {
            switch (java[at])
            {
                case ']' when !isFirst:
                    output.Append(']');
                    return at;
                case ']':
                    output.Append(@"\]");
                    break;
                case '\\' when at + 1 < java.Length:
                    at = Escape(java, at + 1, output, inClass: true);
                    break;
                case '&' when java.AsSpan(at).StartsWith("&&[^"):
                    output.Append('-');
                    at = Class(java.Remove(at + 3, 1), at + 2, output) + 1;
                    if (at + 1 >= java.Length || java[at + 1] != ']')
                    {
                        throw new FlumeException("an intersection in a class must be its last part");
                    }

                    break;
                case '&' when java.AsSpan(at).StartsWith("&&"):
                    throw new FlumeException("an intersection in a class is supported in the form '[a-z&&[^aeiou]]' only");
                case '[':
                    throw new FlumeException("a class within a class is not supported; write '[a-dm-p]' for '[a-d[m-p]]'");
                default:
                    output.Append(java[at]);
                    break;
            }
        }

        throw new FlumeException("unclosed character class");
    }

    private static bool IsQuantifierEnd(string java, int at) =>
        java[at - 1] is '*' or '+' or '?' or '}' && (at < 2 || java[at - 2] != '\\') && !(java[at - 1] == '?' && at >= 2 && java[at - 2] == '(');

    // Inline flags count from where they stand; a group of its own, '(?s:…)', is refused because its end would have to be found.
    private struct LineFlags
    {
        public bool DotAll { get; private set; }

        public bool Multiline { get; private set; }

        public void Read(string java, int at)
        {
            if (at + 2 >= java.Length || java[at + 1] != '?')
            {
                return;
            }

            var end = 0;
            while (at + 2 + end < java.Length && java[at + 2 + end] is 'i' or 'm' or 's' or 'x' or 'u' or 'd' or 'U' or '-')
            {
                end++;
            }

            if (end == 0 || at + 2 + end == java.Length)
            {
                return;
            }

            var on = java.AsSpan(at + 2, end);
            var minus = on.IndexOf('-');
            var off = minus < 0 ? default : on[(minus + 1)..];
            on = minus < 0 ? on : on[..minus];
            if (on.IndexOfAny('u', 'd', 'U') >= 0 || off.IndexOfAny('u', 'd', 'U') >= 0
                || (java[at + 2 + end] == ':' && (on.IndexOfAny('s', 'm') >= 0 || off.IndexOfAny('s', 'm') >= 0)))
            {
                throw new FlumeException($"the flags '{java.Substring(at, end + 2)}' are not supported here");
            }

            DotAll = (DotAll || on.Contains('s')) && !off.Contains('s');
            Multiline = (Multiline || on.Contains('m')) && !off.Contains('m');
        }
    }
}
