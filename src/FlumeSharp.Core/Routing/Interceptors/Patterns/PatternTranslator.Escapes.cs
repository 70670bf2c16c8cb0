using System.Globalization;

namespace FlumeSharp.Routing.Interceptors.Patterns;

// What a backslash begins.
internal sealed partial class PatternTranslator
{
    private const string Malformed = "malformed escape sequence";

    private string Escape()
    {
        if (EscapedSet() is { } set)
        {
            return PatternWriter.Set(set, _isPlain);
        }

        switch (_text.Next("'\\' at the end of the pattern"))
        {
            case 'b' when _text.Syntax == '{':
                throw new FlumeException(@"the boundary '\b{g}' is not supported; use '\b'");
            case 'b':
                return @"\b";
            case 'B':
                return @"\B";
            case 'A':
                return @"\A";
            case 'z':
                return @"\z";
            case 'G':
                IsRegular = false;
                return @"\G";
            case 'Z':
                IsRegular &= _isPlain;
                return _isPlain ? @"\Z" : Has(PatternFlags.UnixLines) ? @"\Z" : EndOfText;
            case 'R':
                return @"(?:\r\n|" + PatternWriter.Set(CharacterProperties.VerticalBlanks, _isPlain) + ")";
            case 'X':
                var marks = CharacterProperties.Find("M");
                return $"(?:{PatternWriter.Set(marks.Complement(), _isPlain)}{PatternWriter.Set(marks, _isPlain)}*)";
            case 'k':
                return NamedReference();
            case >= '1' and <= '9' and var digit:
                return Reference(digit - '0');
            default:
                _text.At--;
                var c = EscapedCharacter();
                return Has(PatternFlags.IgnoreCase) ? PatternWriter.Set(WithCases(c, c), _isPlain) : PatternWriter.Literal(c);
        }
    }

    // \d and the like; null, with nothing read, when it is something else.
    private CodePointSet? EscapedSet()
    {
        var c = (char)Math.Clamp(_text.Next("'\\' at the end of the pattern"), 0, 0xFFFF);
        var lower = char.ToLowerInvariant(c);
        var set = lower switch
        {
            'd' or 'w' or 's' when Has(PatternFlags.UnicodeClasses) => CharacterProperties.FindUnicode(lower),
            'd' => CharacterProperties.Digits,
            'w' => CharacterProperties.WordCharacters,
            's' => CharacterProperties.Blanks,
            'h' => CharacterProperties.HorizontalBlanks,
            'v' => CharacterProperties.VerticalBlanks,
            'p' => Property(),
            _ => null,
        };
        if (set is null)
        {
            _text.At--;
        }

        return set is not null && c != lower ? set.Complement() : set;
    }

    private CodePointSet Property()
    {
        const string Unclosed = @"\p without a name: write '\p{Lu}'";
        return CharacterProperties.Find(_text.Accept('{') ? _text.Until('}', Unclosed) : char.ConvertFromUtf32(_text.Next(Unclosed)));
    }

    private int EscapedCharacter()
    {
        var c = _text.Next(Malformed);
        switch (c)
        {
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 'f':
                return '\f';
            case 'a':
                return '\a';
            case 'e':
                return '\x1B';
            case 'c':
                return _text.Next(@"\c without a character") ^ 64;
            case '0':
                return Octal();
            case 'x' when _text.Accept('{'):
                return int.TryParse(_text.Until('}', Malformed), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value) && value <= CodePointSet.Last
                    ? value
                    : throw new FlumeException(@"'\x{…}' holds no code point");
            case 'x':
                return _text.Hexadecimal(2, @"'\x' takes two hexadecimal digits");
            case 'u':
                return Utf16();
            case 'N':
                throw new FlumeException(@"'\N{…}' (a character by its name) is not supported; write '\x{…}' with its number");
            case < 128 when char.IsAsciiLetterOrDigit((char)c):
                throw new FlumeException($@"Illegal/unsupported escape sequence '\{(char)c}'");
            default:
                return c;
        }
    }

    // Up to three digits, of which the first of three is 3 at most.
    private int Octal()
    {
        var value = 0;
        var digits = 0;
        while (digits < 3 && _text.Syntax is >= '0' and <= '7' && (digits < 2 || value <= 31))
        {
            value = (value * 8) + _text.Syntax - '0';
            _text.At++;
            digits++;
        }

        return digits > 0 ? value : throw new FlumeException(@"'\0' takes octal digits");
    }

    // Two escapes make one character beyond the basic plane.
    private int Utf16()
    {
        const string FourDigits = @"'\u' takes four hexadecimal digits";
        var unit = _text.Hexadecimal(4, FourDigits);
        var start = _text.At;
        if (char.IsHighSurrogate((char)unit) && _text.Accept('\\') && _text.Accept('u'))
        {
            var second = _text.Hexadecimal(4, FourDigits);
            if (char.IsLowSurrogate((char)second))
            {
                return char.ConvertToUtf32((char)unit, (char)second);
            }
        }

        _text.At = start;
        return unit;
    }

    private string NamedReference()
    {
        var name = _text.Accept('<') ? _text.Until('>', @"'\k<name>' is not closed") : throw new FlumeException(@"'\k' is written '\k<name>'");
        return _names.TryGetValue(name, out var number) ? ReferenceTo(number) : throw new FlumeException($"there is no group '{name}' to the left of its '\\k<{name}>'");
    }

    // Further digits count only as long as there are that many groups to the left.
    private string Reference(int number)
    {
        while (_text.Syntax is >= '0' and <= '9' and var digit && (number * 10) + digit - '0' <= GroupCount)
        {
            number = (number * 10) + digit - '0';
            _text.At++;
        }

        return number <= _groupsInAll ? ReferenceTo(number) : PatternWriter.Set(CodePointSet.Empty, isPlain: true);
    }

    private string ReferenceTo(int number)
    {
        IsRegular = false;
        return string.Create(CultureInfo.InvariantCulture, $"(?{(Has(PatternFlags.IgnoreCase) ? "i" : "")}:\\{number})");
    }
}
