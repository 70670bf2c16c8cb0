using System.Globalization;
using System.Text;

namespace FlumeSharp.Routing.Interceptors.Patterns;

/// <summary>
/// Rewrites a pattern of java.util.regex in .NET's syntax, construct by construct, so that it matches what it matches in Java; what
/// .NET cannot do is an error that names it.
/// </summary>
/// <remarks>
/// For plain text, which has neither surrogates nor line ends other than \n, the result is much simpler: one class for a set, the
/// engine's own $. Groups with names are numbered with the others from left to right, so they are written without their names.
/// </remarks>
internal sealed partial class PatternTranslator
{
    private const string LineEnd = @"\n\r\u0085\u2028\u2029";
    private const string EndOfText = @"(?:(?<!\r(?=\n))(?=(?:\r\n|[" + LineEnd + @"])?\z))";
    private const string EndOfLine = @"(?:(?<!\r(?=\n))(?=[" + LineEnd + @"]|\z))";
    private const string StartOfLine = @"(?:(?:\A|(?<=[\n\u0085\u2028\u2029])|(?<=\r)(?!\n))(?!\z))";
    private const string StartOfUnixLine = @"(?:(?:\A|(?<=\n))(?!\z))";
    private readonly PatternText _text;
    private readonly bool _isPlain;
    private readonly int _groupsInAll;
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private PatternFlags _flags;

    private PatternTranslator(string java, bool isPlain, int groupsInAll)
    {
        _text = new PatternText(java);
        _isPlain = isPlain;
        _groupsInAll = groupsInAll;
    }

    /// <summary>How many capturing groups there are.</summary>
    public int GroupCount { get; private set; }

    /// <summary>The numbers of the groups that have names.</summary>
    public IReadOnlyDictionary<string, int> GroupNames => _names;

    /// <summary>Whether it has nothing that only an engine with backtracking can do.</summary>
    public bool IsRegular { get; private set; } = true;

    /// <summary>The pattern in .NET's syntax.</summary>
    public string Output { get; private set; } = "";

    /// <summary>Translates a pattern, for plain text or for any.</summary>
    /// <exception cref="FlumeException">It is malformed, or cannot be translated.</exception>
    public static PatternTranslator Translate(string java, bool isPlain)
    {
        // Whether \3 means anything depends on groups further right, so they are counted first.
        var counted = new PatternTranslator(java, isPlain, int.MaxValue);
        counted.Run();
        var translator = new PatternTranslator(java, isPlain, counted.GroupCount);
        translator.Run();
        return translator;
    }

    private void Run()
    {
        Output = Alternation();
        if (!_text.IsAtEnd)
        {
            throw new FlumeException("Unmatched closing ')'");
        }
    }

    private bool Has(PatternFlags flag) => (_flags & flag) != PatternFlags.None;

    private int Peek()
    {
        if (Has(PatternFlags.Comments))
        {
            _text.SkipComments();
        }

        return _text.Syntax;
    }

    // Up to the end of the text or of the group; the caller looks at what ended it.
    private string Alternation()
    {
        var output = new StringBuilder();
        while (true)
        {
            var c = Peek();
            if (_text.IsAtEnd || c == ')')
            {
                return output.ToString();
            }

            if (_text.Accept('|'))
            {
                output.Append('|');
                continue;
            }

            output.Append(Quantified(Atom()));
        }
    }

    private string Atom()
    {
        switch (Peek())
        {
            case '(':
                _text.At++;
                return Group();
            case '[':
                _text.At++;
                return PatternWriter.Set(Class(), _isPlain);
            case '\\':
                _text.At++;
                return Escape();
            case '.':
                _text.At++;
                return PatternWriter.Set(
                    Has(PatternFlags.DotAll) ? CodePointSet.All : (Has(PatternFlags.UnixLines) ? CodePointSet.Of('\n') : CharacterProperties.LineEnds).Complement(), _isPlain);
            case '^':
                _text.At++;
                return StartAnchor();
            case '$':
                _text.At++;
                return EndAnchor();
            case '*' or '+' or '?':
                throw new FlumeException($"Dangling meta character '{(char)_text.Syntax}'");
            case '{':
                throw new FlumeException("Illegal repetition: '{' must follow something and hold numbers; write '\\{' for the character");
            default:
                var literal = _text.Next("");
                return Has(PatternFlags.IgnoreCase) ? PatternWriter.Set(WithCases(literal, literal), _isPlain) : PatternWriter.Literal(literal);
        }
    }

    private string StartAnchor()
    {
        if (!Has(PatternFlags.Multiline))
        {
            return "^";
        }

        IsRegular = false;
        return _isPlain || Has(PatternFlags.UnixLines) ? StartOfUnixLine : StartOfLine;
    }

    private string EndAnchor()
    {
        // Where only \n ends lines, .NET's anchors mean what Java's do.
        if (_isPlain || Has(PatternFlags.UnixLines))
        {
            return Has(PatternFlags.Multiline) ? "(?m:$)" : "$";
        }

        IsRegular = false;
        return Has(PatternFlags.Multiline) ? EndOfLine : EndOfText;
    }

    private string Quantified(string atom)
    {
        while (true)
        {
            var c = Peek();
            if (c is not ('*' or '+' or '?' or '{'))
            {
                return atom;
            }

            if (atom.Length == 0)
            {
                throw new FlumeException($"Dangling meta character '{(char)c}'");
            }

            _text.At++;
            var times = c == '{' ? Braces() : ((char)c).ToString();
            if (_text.Accept('+'))
            {
                IsRegular = false;
                atom = $"(?>{atom}{times})";
            }
            else
            {
                atom += times + (_text.Accept('?') ? "?" : "");
            }

            // Java takes a second number in braces and ignores it.
            while (Peek() == '{')
            {
                _text.At++;
                Braces();
            }

            if (Peek() is '*' or '+' or '?')
            {
                throw new FlumeException($"Dangling meta character '{(char)_text.Syntax}'");
            }

            return atom;
        }
    }

    private string Braces()
    {
        const string MalformedBraces = "Illegal repetition: braces hold '{n}', '{n,}' or '{n,m}'; write '\\{' for the character";
        var inside = _text.Until('}', MalformedBraces);
        var parts = inside.Split(',');
        var isNumber = parts.Length <= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _);
        if (!isNumber || (parts.Length == 2 && parts[1].Length > 0 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            throw new FlumeException(MalformedBraces);
        }

        return $"{{{inside}}}";
    }
}
