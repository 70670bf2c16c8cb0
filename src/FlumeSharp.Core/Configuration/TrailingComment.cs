namespace FlumeSharp.Configuration;

/// <summary>
/// A comment written after a value. Properties files have none: what looks like one is part of the value, which then is no number, no
/// known type, no known name.
/// </summary>
internal static class TrailingComment
{
    /// <summary>What to do about it; <see langword="null"/> where a value has nothing that looks like a comment.</summary>
    public static string? Remedy(string value)
    {
        var start = StartIn(value);
        return start < 0 ? null
            : $"properties have no comments after a value, '#' begins one only at the beginning of a line: write '{value[..start].TrimEnd()}' and move the comment to a line of its own";
    }

    // A sign with a blank before it and something before that: 'a#b' may be meant, and what begins with '#' is no value with a comment.
    private static int StartIn(string value)
    {
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] is '#' or '!' && char.IsWhiteSpace(value[i - 1]) && !string.IsNullOrWhiteSpace(value[..i]))
            {
                return i;
            }
        }

        return -1;
    }
}
