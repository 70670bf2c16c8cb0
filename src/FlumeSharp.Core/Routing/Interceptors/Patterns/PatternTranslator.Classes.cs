using System.Text;

namespace FlumeSharp.Routing.Interceptors.Patterns;

// Character classes: unions of ranges and of further classes, intersections of unions.
internal sealed partial class PatternTranslator
{
    private const string UnclosedClass = "Unclosed character class";

    // After the bracket.
    private CodePointSet Class()
    {
        var isNegated = _text.Accept('^');
        CodePointSet? left = null;
        var union = CodePointSet.Empty;
        var hasMember = false;
        while (true)
        {
            var c = Peek();
            if (_text.IsAtEnd)
            {
                throw new FlumeException(UnclosedClass);
            }

            // A bracket right at the start stands for itself.
            if (c == ']' && (hasMember || left is not null))
            {
                _text.At++;
                var set = hasMember ? left?.Intersect(union) ?? union : left!;
                return isNegated ? set.Complement() : set;
            }

            if (AcceptIntersection())
            {
                left = hasMember ? left?.Intersect(union) ?? union : left;
                union = CodePointSet.Empty;
                hasMember = false;
                continue;
            }

            union = union.Union(_text.Accept('[') ? Class() : Member());
            hasMember = true;
        }
    }

    private bool AcceptIntersection()
    {
        var start = _text.At;
        if (_text.Accept('&') && _text.Accept('&'))
        {
            return true;
        }

        _text.At = start;
        return false;
    }

    // A set such as \d, one character, or a range.
    private CodePointSet Member()
    {
        if (ClassCharacter(out var set) is not { } first)
        {
            return set!;
        }

        Peek();
        var beforeDash = _text.At;
        if (!_text.Accept('-') || Peek() is ']' or '[' || _text.IsAtEnd)
        {
            _text.At = beforeDash;
            return WithCases(first, first);
        }

        var last = ClassCharacter(out _);
        return last >= first ? WithCases(first, last.Value) : throw new FlumeException("Illegal character range in a class");
    }

    private int? ClassCharacter(out CodePointSet? set)
    {
        set = null;
        Peek();
        if (!_text.Accept('\\'))
        {
            return _text.Next(UnclosedClass);
        }

        set = EscapedSet();
        return set is null ? EscapedCharacter() : null;
    }

    private CodePointSet WithCases(int first, int last)
    {
        var set = CodePointSet.Of((first, last));
        if (!Has(PatternFlags.IgnoreCase))
        {
            return set;
        }

        var cases = new List<(int First, int Last)> { (first, last) };
        var end = Has(PatternFlags.UnicodeCase) ? last : Math.Min(last, 'z');
        for (var c = first; c <= end; c++)
        {
            // Without the flag u, Java folds the letters of ASCII only.
            if (Rune.IsValid(c) && (Has(PatternFlags.UnicodeCase) || char.IsAsciiLetter((char)c)))
            {
                var upper = Rune.ToUpperInvariant(new Rune(c));
                var lower = Rune.ToLowerInvariant(upper);
                cases.Add((upper.Value, upper.Value));
                cases.Add((lower.Value, lower.Value));
            }
        }

        return CodePointSet.Of([.. cases]);
    }
}
