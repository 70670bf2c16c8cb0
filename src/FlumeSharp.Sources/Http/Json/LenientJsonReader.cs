using System.Text;

namespace FlumeSharp.Sources.Http.Json;

/// <summary>
/// Reads JSON as forgivingly as the Gson that Flume uses: single quotes and none, <c>=</c> and <c>=></c> for the colon, <c>;</c> for
/// the comma, comments, a prefix against script inclusion, control characters in strings. The facts are those of the golden cases.
/// </summary>
/// <param name="text">The document. One byte order mark at its beginning is passed over.</param>
internal sealed class LenientJsonReader(ReadOnlyMemory<char> text)
{
    private enum Scope
    {
        EmptyArray,
        Array,
        EmptyObject,
        Object,
        DanglingName,
    }

    private readonly Stack<Scope> _scopes = new();
    private readonly StringBuilder _unescaped = new();
    private int _at = text.Span is ['\uFEFF', ..] ? 1 : 0;
    private JsonToken _next;
    private string? _text;

    /// <summary>Goes to the document's first character; false when it has nothing but blanks and comments. Called before anything else.</summary>
    public bool Begin()
    {
        SkipBlanks();
        SkipPrefix();
        return SkipBlanks() >= 0;
    }

    /// <summary>What stands next.</summary>
    public JsonToken Peek()
    {
        if (_next == JsonToken.None)
        {
            _next = Advance();
        }

        return _next;
    }

    /// <summary>Whether the array or object has another element.</summary>
    public bool HasNext() => Peek() is not (JsonToken.EndArray or JsonToken.EndObject);

    /// <summary>Takes a token that must be there.</summary>
    public void Expect(JsonToken token)
    {
        if (Peek() != token)
        {
            throw JsonErrors.Syntax();
        }

        Take();
    }

    /// <summary>Takes a member's name.</summary>
    public string NextName()
    {
        if (Peek() != JsonToken.Name)
        {
            throw JsonErrors.Syntax();
        }

        Take();
        return _text!;
    }

    /// <summary>Takes a string, number or boolean as text, or null.</summary>
    public string? NextText()
    {
        switch (Peek())
        {
            case JsonToken.Text or JsonToken.Literal:
                Take();
                return _text!;
            case JsonToken.Null:
                Take();
                return null;
            default:
                throw JsonErrors.Syntax();
        }
    }

    /// <summary>Takes whatever value stands next, however deep it is.</summary>
    public void SkipValue()
    {
        var depth = 0;
        do
        {
            depth += Peek() switch
            {
                JsonToken.BeginArray or JsonToken.BeginObject => 1,
                JsonToken.EndArray or JsonToken.EndObject => -1,
                _ => 0,
            };
            Take();
        }
        while (depth > 0);
    }

    /// <summary>Whether nothing but blanks follows. Comments are no blanks here: this Gson reads strictly.</summary>
    public bool IsAtEnd() => text.Span[_at..].IndexOfAnyExcept(" \t\r\n") < 0;

    private void Take()
    {
        switch (_next)
        {
            case JsonToken.BeginArray:
                _scopes.Push(Scope.EmptyArray);
                break;
            case JsonToken.BeginObject:
                _scopes.Push(Scope.EmptyObject);
                break;
            case JsonToken.EndArray or JsonToken.EndObject:
                _scopes.Pop();
                break;
        }

        _next = JsonToken.None;
    }

    private JsonToken Advance()
    {
        if (!_scopes.TryPeek(out var scope))
        {
            return Value(mayBeMissing: false);
        }

        switch (scope)
        {
            case Scope.EmptyArray:
                Replace(Scope.Array);
                if (Required() == ']')
                {
                    _at++;
                    return JsonToken.EndArray;
                }

                return Value(mayBeMissing: true);
            case Scope.Array:
                switch (Required())
                {
                    case ']':
                        _at++;
                        return JsonToken.EndArray;
                    case ',' or ';':
                        _at++;
                        return Value(mayBeMissing: true);
                    default:
                        throw JsonErrors.Syntax();
                }

            case Scope.EmptyObject:
                return Name(mayEnd: true);
            case Scope.Object:
                switch (Required())
                {
                    case '}':
                        _at++;
                        return JsonToken.EndObject;
                    case ',' or ';':
                        _at++;
                        return Name(mayEnd: false);
                    default:
                        throw JsonErrors.Syntax();
                }

            default:
                SkipNameSeparator();
                Replace(Scope.Object);
                return Value(mayBeMissing: false);
        }
    }

    private JsonToken Name(bool mayEnd)
    {
        var c = Required();
        if (c == '}' && mayEnd)
        {
            _at++;
            return JsonToken.EndObject;
        }

        _text = c is '"' or '\'' ? Quoted(c) : IsLiteral(c) ? Unquoted() : throw JsonErrors.Syntax();
        Replace(Scope.DanglingName);
        return JsonToken.Name;
    }

    private void SkipNameSeparator()
    {
        var c = Required();
        if (c is not (':' or '='))
        {
            throw JsonErrors.Syntax();
        }

        _at++;
        if (c == '=' && _at < text.Length && text.Span[_at] == '>')
        {
            _at++;
        }
    }

    // A value, or null where an array has two commas in a row or one before its end.
    private JsonToken Value(bool mayBeMissing)
    {
        var c = Required();
        switch (c)
        {
            case '[':
                _at++;
                return JsonToken.BeginArray;
            case '{':
                _at++;
                return JsonToken.BeginObject;
            case '"' or '\'':
                _text = Quoted(c);
                return JsonToken.Text;
            case ']' or ',' or ';' when mayBeMissing:
                return JsonToken.Null;
        }

        _text = IsLiteral(c) ? Unquoted() : throw JsonErrors.Syntax();
        return Keyword();
    }

    private JsonToken Keyword()
    {
        if (string.Equals(_text, "null", StringComparison.OrdinalIgnoreCase))
        {
            return JsonToken.Null;
        }

        if (string.Equals(_text, "true", StringComparison.OrdinalIgnoreCase) || string.Equals(_text, "false", StringComparison.OrdinalIgnoreCase))
        {
            _text = _text!.ToLowerInvariant();
        }

        return JsonToken.Literal;
    }

    private string Quoted(char quote)
    {
        var rest = text.Span;
        _unescaped.Clear();
        _at++;
        while (true)
        {
            var length = rest[_at..].IndexOfAny(quote, '\\');
            if (length < 0)
            {
                throw JsonErrors.Syntax();
            }

            _unescaped.Append(rest.Slice(_at, length));
            _at += length + 1;
            if (rest[_at - 1] == quote)
            {
                return _unescaped.ToString();
            }

            _unescaped.Append(Escape());
        }
    }

    private char Escape()
    {
        if (_at == text.Length)
        {
            throw JsonErrors.Syntax();
        }

        var c = text.Span[_at++];
        return c switch
        {
            't' => '\t',
            'b' => '\b',
            'n' => '\n',
            'r' => '\r',
            'f' => '\f',
            '\n' or '\'' or '"' or '\\' or '/' => c,
            'u' => UnicodeEscape(),
            _ => throw JsonErrors.Syntax(),
        };
    }

    private char UnicodeEscape()
    {
        if (text.Length - _at < 4)
        {
            throw JsonErrors.Syntax();
        }

        var digits = text.Span.Slice(_at, 4);
        var code = 0;
        foreach (var digit in digits)
        {
            code = char.IsAsciiHexDigit(digit) ? (code << 4) + Convert.ToInt32(digit.ToString(), 16) : throw JsonErrors.BadUnicodeEscape(digits);
        }

        _at += 4;
        return (char)code;
    }

    private string Unquoted()
    {
        var start = _at;
        while (_at < text.Length && IsLiteral(text.Span[_at]))
        {
            _at++;
        }

        return text[start.._at].ToString();
    }

    private void SkipPrefix()
    {
        const string Prefix = ")]}'\n";
        if (text.Span[_at..].StartsWith(Prefix, StringComparison.Ordinal))
        {
            _at += Prefix.Length;
        }
    }

    private char Required()
    {
        var c = SkipBlanks();
        return c < 0 ? throw JsonErrors.Syntax() : (char)c;
    }

    // To the next character that is neither a blank nor in a comment; -1 at the end.
    private int SkipBlanks()
    {
        var rest = text.Span;
        while (_at < rest.Length)
        {
            var c = rest[_at];
            if (c is ' ' or '\n' or '\r' or '\t')
            {
                _at++;
            }
            else if (c == '#' || (c == '/' && _at + 1 < rest.Length && rest[_at + 1] == '/'))
            {
                var end = rest[_at..].IndexOfAny('\n', '\r');
                _at = end < 0 ? rest.Length : _at + end;
            }
            else if (c == '/' && _at + 1 < rest.Length && rest[_at + 1] == '*')
            {
                var end = rest[(_at + 2)..].IndexOf("*/", StringComparison.Ordinal);
                _at = end < 0 ? throw JsonErrors.Syntax() : _at + 2 + end + 2;
            }
            else
            {
                return c;
            }
        }

        return -1;
    }

    private void Replace(Scope scope)
    {
        _scopes.Pop();
        _scopes.Push(scope);
    }

    private static bool IsLiteral(char c) =>
        c is not ('/' or '\\' or ';' or '#' or '=' or '{' or '}' or '[' or ']' or ':' or ',' or ' ' or '\t' or '\f' or '\r' or '\n');
}
