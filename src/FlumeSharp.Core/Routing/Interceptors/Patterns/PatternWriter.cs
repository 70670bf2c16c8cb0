using System.Globalization;
using System.Text;

namespace FlumeSharp.Routing.Interceptors.Patterns;

/// <summary>
/// Writes sets of code points in .NET's syntax, whose patterns see UTF-16 units. For plain text, which has no surrogates, a set is
/// one class; for any text a set also stands for the pairs of its code points beyond the basic plane.
/// </summary>
internal static class PatternWriter
{
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;
    private static readonly CodePointSet Units = CodePointSet.Of((0, 0xFFFF));
    private static readonly CodePointSet Surrogates = CodePointSet.Of((FirstSurrogate, LastSurrogate));
    private static readonly CodePointSet Beyond = CodePointSet.Of((0x10000, CodePointSet.Last));

    /// <summary>One code point, in a form that a quantifier may follow.</summary>
    public static string Literal(int codePoint) => codePoint > 0xFFFF
        ? $"(?:{string.Concat(char.ConvertFromUtf32(codePoint).Select(Unit))})"
        : Unit((char)codePoint);

    /// <summary>Any one code point of a set, in a form that a quantifier may follow.</summary>
    public static string Set(CodePointSet set, bool isPlain)
    {
        if (isPlain)
        {
            // Surrogates do not occur, so they may be in or out: whichever makes fewer ranges.
            var bothSides = set.Contains(FirstSurrogate - 1) && set.Contains(LastSurrogate + 1);
            return Class((bothSides ? set.Union(Surrogates) : set.Intersect(Surrogates.Complement())).Intersect(Units));
        }

        var alternatives = new List<string>();
        var basic = set.Intersect(Units).Intersect(Surrogates.Complement());
        if (!basic.IsEmpty)
        {
            alternatives.Add(Class(basic));
        }

        foreach (var (first, last) in set.Intersect(Beyond).Ranges)
        {
            AddPairs(alternatives, first, last);
        }

        return alternatives.Count switch
        {
            0 => Class(CodePointSet.Empty),
            1 when !alternatives[0].Contains("][", StringComparison.Ordinal) => alternatives[0],
            _ => $"(?:{string.Join('|', alternatives)})",
        };
    }

    private static void AddPairs(List<string> alternatives, int first, int last)
    {
        var (high, low) = Split(first);
        var (lastHigh, lastLow) = Split(last);
        if (high == lastHigh)
        {
            alternatives.Add(Pair(high, high, low, lastLow));
            return;
        }

        if (low != 0xDC00)
        {
            alternatives.Add(Pair(high, high, low, 0xDFFF));
            high++;
        }

        if (lastLow != 0xDFFF)
        {
            alternatives.Add(Pair(lastHigh, lastHigh, 0xDC00, lastLow));
            lastHigh--;
        }

        if (high <= lastHigh)
        {
            alternatives.Add(Pair(high, lastHigh, 0xDC00, 0xDFFF));
        }
    }

    private static string Pair(int firstHigh, int lastHigh, int firstLow, int lastLow) =>
        Class(CodePointSet.Of((firstHigh, lastHigh)), always: true) + Class(CodePointSet.Of((firstLow, lastLow)), always: true);

    private static (int High, int Low) Split(int codePoint) =>
        (0xD800 + ((codePoint - 0x10000) >> 10), 0xDC00 + ((codePoint - 0x10000) & 0x3FF));

    private static string Class(CodePointSet set, bool always = false)
    {
        if (set.IsEmpty)
        {
            return @"[^\0-\uFFFF]";
        }

        if (!always && set.Ranges is [var only] && only.First == only.Last)
        {
            return Unit((char)only.First);
        }

        var isNegated = set.Ranges[^1].Last == 0xFFFF && set.Ranges.Length > 1;
        var written = isNegated ? set.Complement().Intersect(Units) : set;
        var text = new StringBuilder(isNegated ? "[^" : "[");
        foreach (var (first, last) in written.Ranges)
        {
            text.Append(Unit((char)first));
            if (last > first)
            {
                text.Append(last > first + 1 ? "-" : "").Append(Unit((char)last));
            }
        }

        return text.Append(']').ToString();
    }

    private static string Unit(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is '_' or ' ' ? c.ToString()
        : c is > ' ' and < '\x7F' ? @"\" + c
        : @"\u" + ((int)c).ToString("X4", CultureInfo.InvariantCulture);
}
