namespace FlumeSharp.Formatting;

/// <summary>
/// Takes a pattern apart. A tag is <c>%x</c> with x an ASCII letter, digit, underscore or percent sign, <c>%{name}</c> with a name of
/// letters, digits, <c>_ . -</c>, or <c>%[word]</c>; everything else is literal.
/// </summary>
internal static class EscapePathParser
{
    public static List<EscapePathPart> Parse(string pattern)
    {
        var parts = new List<EscapePathPart>();
        var literal = 0;
        for (var i = 0; i < pattern.Length - 1;)
        {
            if (pattern[i] != '%' || !TryTag(pattern, i, out var part, out var end))
            {
                i++;
                continue;
            }

            AddLiteral(parts, pattern[literal..i]);
            parts.Add(part);
            i = literal = end;
        }

        AddLiteral(parts, pattern[literal..]);
        return parts;
    }

    private static void AddLiteral(List<EscapePathPart> parts, string text)
    {
        if (text.Length > 0)
        {
            parts.Add(new(EscapePathPartKind.Literal, text));
        }
    }

    private static bool TryTag(string pattern, int at, out EscapePathPart part, out int end)
    {
        part = default;
        var next = pattern[at + 1];
        end = at + 2;
        if (IsWord(next) || next == '%')
        {
            part = next == 't' ? new(EscapePathPartKind.RawTimestamp, "") : new(EscapePathPartKind.Time, "", next);
            return true;
        }

        if (next is not ('{' or '['))
        {
            return false;
        }

        var isHeader = next == '{';
        while (end < pattern.Length && (IsWord(pattern[end]) || (isHeader && pattern[end] is '.' or '-')))
        {
            end++;
        }

        if (end == at + 2 || end == pattern.Length || pattern[end] != (isHeader ? '}' : ']'))
        {
            return false;
        }

        var word = pattern[(at + 2)..end];
        end++;
        if (!isHeader && !EscapePathHost.IsWord(word))
        {
            throw new FlumeException($"'%[{word}]' in '{pattern}' means nothing; the words are {EscapePathHost.Words}.");
        }

        part = new(isHeader ? EscapePathPartKind.Header : EscapePathPartKind.Host, word);
        return true;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
