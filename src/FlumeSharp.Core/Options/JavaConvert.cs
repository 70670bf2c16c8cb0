using System.Globalization;
using System.Text;

namespace FlumeSharp.Options;

/// <summary>Text to values and back by Java's rules, as Flume's Context applies them.</summary>
public static class JavaConvert
{
    private static readonly char[] WhiteSpace = [' ', '\t', '\n', '\v', '\f', '\r'];

    /// <summary>Java's <c>String.trim</c>: every character up to U+0020 at both ends, and no other.</summary>
    public static string Trim(string text)
    {
        var from = 0;
        var to = text.Length;
        while (from < to && text[from] <= ' ')
        {
            from++;
        }

        while (to > from && text[to - 1] <= ' ')
        {
            to--;
        }

        return text[from..to];
    }

    /// <summary>True for <c>true</c> in any case, false for everything else.</summary>
    public static bool ToBoolean(string text) => string.Equals(Trim(text), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A decimal number with an optional sign and nothing else: no separators, no unit, no fraction.</summary>
    public static bool TryToInt64(string text, out long value) =>
        long.TryParse(Digits(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>As <see cref="TryToInt64"/>, within 32 bits.</summary>
    public static bool TryToInt32(string text, out int value) =>
        int.TryParse(Digits(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>A Java double: <c>1e3</c>, <c>1.5f</c>, <c>0x1.8p3</c>, <c>NaN</c>, <c>-Infinity</c>. Too large a number is infinite.</summary>
    public static bool TryToDouble(string text, out double value) => JavaDouble.TryParse(Trim(text), out value);

    // The digits of every script count, such as the wide ones of Japanese keyboards.
    private static string Digits(string text)
    {
        var trimmed = Trim(text);
        return Ascii.IsValid(trimmed)
            ? trimmed
            : string.Concat(trimmed.Select(static c => char.IsDigit(c) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)) : c));
    }

    /// <summary>Java's <c>Double.toString</c>: <c>0.0</c>, <c>12.5</c>, <c>1.0E7</c>, <c>1.7976931348623157E308</c>.</summary>
    public static string ToText(double value)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "Infinity" : "-Infinity";
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0.0" : "0.0";
        }

        // The shortest digits that read back as the same number, taken apart into digits and exponent. At least two digits, as in
        // Java, where the smallest double is 4.9E-324 although 5E-324 reads back as well.
        var shortest = Math.Abs(value).ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 1; precision < 17; precision++)
        {
            var candidate = Math.Abs(value).ToString($"E{precision}", CultureInfo.InvariantCulture);
            if (double.Parse(candidate, CultureInfo.InvariantCulture) == Math.Abs(value))
            {
                shortest = candidate;
                break;
            }
        }

        var split = shortest.IndexOf('E', StringComparison.Ordinal);
        var digits = shortest[..split].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        digits = digits.Length == 0 ? "0" : digits;
        var exponent = int.Parse(shortest[(split + 1)..], CultureInfo.InvariantCulture);
        var sign = value < 0 ? "-" : "";
        return exponent switch
        {
            >= 7 or < -3 => $"{sign}{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}E{exponent.ToString(CultureInfo.InvariantCulture)}",
            >= 0 when digits.Length <= exponent + 1 => $"{sign}{digits.PadRight(exponent + 1, '0')}.0",
            >= 0 => $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
            _ => $"{sign}0.{new string('0', -exponent - 1)}{digits}",
        };
    }

    /// <summary>The parts between runs of white space (the <c>\s</c> of a Java pattern, so not the no-break space); none for blank text.</summary>
    public static string[] SplitOnBlanks(string text) => text.Split(WhiteSpace, StringSplitOptions.RemoveEmptyEntries);
}
