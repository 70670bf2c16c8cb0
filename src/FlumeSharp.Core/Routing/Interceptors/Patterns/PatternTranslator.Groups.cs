namespace FlumeSharp.Routing.Interceptors.Patterns;

// Groups, and the flags in them.
internal sealed partial class PatternTranslator
{
    private const string UnclosedGroup = "Unclosed group";

    private string Group()
    {
        var outside = _flags;
        if (!_text.Accept('?'))
        {
            GroupCount++;
            return Body("(", outside);
        }

        switch (_text.Next(UnclosedGroup))
        {
            case ':':
                return Body("(?:", outside);
            case '=':
                return Irregular("(?=", outside);
            case '!':
                return Irregular("(?!", outside);
            case '>':
                return Irregular("(?>", outside);
            case '<' when _text.Accept('='):
                return Irregular("(?<=", outside);
            case '<' when _text.Accept('!'):
                return Irregular("(?<!", outside);
            case '<':
                AddName(_text.Until('>', "a named group is written '(?<name>…)'"));
                return Body("(", outside);
            default:
                _text.At--;
                return FlagGroup(outside);
        }
    }

    private string Irregular(string opening, PatternFlags outside)
    {
        IsRegular = false;
        return Body(opening, outside);
    }

    private string Body(string opening, PatternFlags outside)
    {
        var inside = Alternation();
        _flags = outside;
        return _text.Accept(')') ? $"{opening}{inside})" : throw new FlumeException(UnclosedGroup);
    }

    private void AddName(string name)
    {
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit))
        {
            throw new FlumeException($"'{name}' is no name of a group: a letter, then letters and digits of ASCII");
        }

        GroupCount++;
        if (!_names.TryAdd(name, GroupCount))
        {
            throw new FlumeException($"two groups are named '{name}'");
        }
    }

    // (?i-s) counts to the end of the group it stands in, (?i-s:…) for its own.
    private string FlagGroup(PatternFlags outside)
    {
        var isOn = true;
        while (true)
        {
            var c = _text.Next(UnclosedGroup);
            if (c == ')')
            {
                return "";
            }

            if (c == ':')
            {
                return Body("(?:", outside);
            }

            if (c == '-')
            {
                isOn = false;
                continue;
            }

            var flag = c switch
            {
                'i' => PatternFlags.IgnoreCase,
                'm' => PatternFlags.Multiline,
                's' => PatternFlags.DotAll,
                'x' => PatternFlags.Comments,
                'd' => PatternFlags.UnixLines,
                'u' => PatternFlags.UnicodeCase,
                'U' => PatternFlags.UnicodeClasses | PatternFlags.UnicodeCase,
                _ => throw new FlumeException($"'(?{char.ConvertFromUtf32(c is >= 0xD800 and <= 0xDFFF ? 0xFFFD : c)}' begins no group that Java knows"),
            };
            _flags = isOn ? _flags | flag : _flags & ~flag;
        }
    }
}
