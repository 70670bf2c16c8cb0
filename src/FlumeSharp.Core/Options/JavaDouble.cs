using System.Globalization;
using System.Numerics;

namespace FlumeSharp.Options;

/// <summary>Reads numbers by the grammar of Java's <c>Double.parseDouble</c>, the hexadecimal form included.</summary>
internal static class JavaDouble
{
    private const NumberStyles Decimal = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const int MantissaBits = 53;
    private const int SmallestExponent = -1074;

    // An exponent beyond this is as good as it: no file holds the digits that could make up for it.
    private const int LargestExponent = 1 << 30;

    /// <summary>Reads trimmed text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        var isNegative = text is ['-', ..];
        var digits = text is ['-' or '+', ..] ? text[1..] : text;
        if (!TryParseUnsigned(digits, out value))
        {
            return false;
        }

        value = isNegative ? -value : value;
        return true;
    }

    private static bool TryParseUnsigned(ReadOnlySpan<char> text, out double value)
    {
        switch (text)
        {
            case "NaN":
                value = double.NaN;
                return true;
            case "Infinity":
                value = double.PositiveInfinity;
                return true;
            case ['0', 'x' or 'X', .. var hexadecimal]:
                return TryParseHexadecimal(WithoutSuffix(hexadecimal), out value);
            case []:
            case [not ('.' or (>= '0' and <= '9')), ..]:
            // .NET would pass over zero characters behind the number.
            case [.., '\0', _]:
                value = 0;
                return false;
            default:
                return double.TryParse(WithoutSuffix(text), Decimal, CultureInfo.InvariantCulture, out value);
        }
    }

    /// <summary>The type suffix means nothing: a number too exact for a float is not rounded to one.</summary>
    private static ReadOnlySpan<char> WithoutSuffix(ReadOnlySpan<char> text) => text is [.. var number, 'f' or 'F' or 'd' or 'D'] ? number : text;

    /// <summary><c>digits [. digits] p exponent</c>, where the exponent is one of two and cannot be left out.</summary>
    private static bool TryParseHexadecimal(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        var p = text.IndexOfAny('p', 'P');
        if (p < 0 || !TryParseExponent(text[(p + 1)..], out var exponent))
        {
            return false;
        }

        var point = text[..p].IndexOf('.');
        var fraction = point < 0 ? [] : text[(point + 1)..p];
        var digits = string.Concat(point < 0 ? text[..p] : text[..point], fraction);
        if (digits.Length == 0 || !digits.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        // The leading zero keeps the first digit from being read as a sign.
        var mantissa = BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        value = Round(mantissa, exponent - (4L * fraction.Length));
        return true;
    }

    private static bool TryParseExponent(ReadOnlySpan<char> text, out long exponent)
    {
        exponent = 0;
        var digits = text is ['-' or '+', ..] ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        exponent = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? Math.Min(size, LargestExponent) : LargestExponent;
        exponent = text[0] == '-' ? -exponent : exponent;
        return true;
    }

    /// <summary>The double nearest to <c>mantissa * 2^exponent</c>, of two as near the even one.</summary>
    private static double Round(BigInteger mantissa, long exponent)
    {
        if (mantissa.IsZero)
        {
            return 0;
        }

        var surplus = Math.Max(mantissa.GetBitLength() - MantissaBits, SmallestExponent - exponent);
        if (surplus > 0)
        {
            if (surplus > mantissa.GetBitLength() + 1)
            {
                return 0;
            }

            var half = BigInteger.One << (int)(surplus - 1);
            var rest = mantissa & ((half << 1) - 1);
            mantissa >>= (int)surplus;
            exponent += surplus;
            if (rest > half || (rest == half && !mantissa.IsEven))
            {
                mantissa += 1;
            }
        }

        return Math.ScaleB((double)mantissa, (int)Math.Clamp(exponent, -LargestExponent, LargestExponent));
    }
}
