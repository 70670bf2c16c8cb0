using System.Globalization;

namespace FlumeSharp.Routing.Interceptors.Patterns;

// A Java pattern as code points, of which those between \Q and \E stand for themselves.
internal sealed class PatternText
{
    private readonly List<(int CodePoint, bool IsQuoted)> _items = [];

    public PatternText(string java)
    {
        var isQuoted = false;
        for (var at = 0; at < java.Length; at++)
        {
            if (java[at] == '\\' && at + 1 < java.Length && java[at + 1] == (isQuoted ? 'E' : 'Q'))
            {
                isQuoted = !isQuoted;
                at++;
            }
            else if (java[at] == '\\' && !isQuoted && at + 1 < java.Length)
            {
                // What is escaped cannot begin a quotation.
                _items.Add(('\\', false));
                at += Add(java, at + 1, false);
            }
            else
            {
                at += Add(java, at, isQuoted) - 1;
            }
        }
    }

    /// <summary>Where the reader stands.</summary>
    public int At { get; set; }

    public bool IsAtEnd => At >= _items.Count;

    /// <summary>The character at the reader, or -1 at the end and for a quoted one, which is never syntax.</summary>
    public int Syntax => IsAtEnd || _items[At].IsQuoted ? -1 : _items[At].CodePoint;

    /// <summary>Passes a character of syntax when it is next.</summary>
    public bool Accept(char c)
    {
        var isNext = Syntax == c;
        At += isNext ? 1 : 0;
        return isNext;
    }

    /// <summary>The next code point, whatever it means.</summary>
    public int Next(string orElse) => IsAtEnd ? throw new FlumeException(orElse) : _items[At++].CodePoint;

    /// <summary>Passes blanks and comments, as the flag x has it.</summary>
    public void SkipComments()
    {
        while (Syntax is ' ' or (>= '\t' and <= '\r') or '#')
        {
            if (Syntax == '#')
            {
                while (!IsAtEnd && Syntax is not ('\n' or '\r' or 0x85 or 0x2028 or 0x2029))
                {
                    At++;
                }
            }
            else
            {
                At++;
            }
        }
    }

    /// <summary>The text up to a character, which is passed.</summary>
    public string Until(char end, string orElse)
    {
        var text = "";
        while (true)
        {
            var c = Next(orElse);
            if (c == end)
            {
                return text;
            }

            text += char.ConvertFromUtf32(c is >= 0xD800 and <= 0xDFFF ? 0xFFFD : c);
        }
    }

    /// <summary>A hexadecimal number of a given length.</summary>
    public int Hexadecimal(int digits, string orElse)
    {
        var value = 0;
        for (var i = 0; i < digits; i++)
        {
            var c = Next(orElse);
            value = c < 128 && char.IsAsciiHexDigit((char)c)
                ? (value * 16) + int.Parse(((char)c).ToString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : throw new FlumeException(orElse);
        }

        return value;
    }

    // Answers how many UTF-16 units were read.
    private int Add(string java, int at, bool isQuoted)
    {
        var isPair = char.IsHighSurrogate(java[at]) && at + 1 < java.Length && char.IsLowSurrogate(java[at + 1]);
        _items.Add((isPair ? char.ConvertToUtf32(java[at], java[at + 1]) : java[at], isQuoted));
        return isPair ? 2 : 1;
    }
}
