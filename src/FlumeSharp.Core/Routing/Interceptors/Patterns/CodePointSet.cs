using System.Globalization;

namespace FlumeSharp.Routing.Interceptors.Patterns;

/// <summary>An immutable set of code points, as ranges in ascending order that neither overlap nor touch.</summary>
internal sealed class CodePointSet
{
    /// <summary>The last code point there is.</summary>
    public const int Last = 0x10FFFF;

    private readonly (int First, int Last)[] _ranges;

    private CodePointSet((int First, int Last)[] ranges) => _ranges = ranges;

    public static CodePointSet Empty { get; } = new([]);

    public static CodePointSet All { get; } = new([(0, Last)]);

    public bool IsEmpty => _ranges.Length == 0;

    public ReadOnlySpan<(int First, int Last)> Ranges => _ranges;

    public static CodePointSet Of(int codePoint) => new([(codePoint, codePoint)]);

    /// <summary>A set of ranges in any order.</summary>
    public static CodePointSet Of(params ReadOnlySpan<(int First, int Last)> ranges)
    {
        var sorted = ranges.ToArray();
        Array.Sort(sorted);
        var merged = new List<(int First, int Last)>(sorted.Length);
        foreach (var range in sorted)
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            }
            else
            {
                merged.Add(range);
            }
        }

        return new([.. merged]);
    }

    /// <summary>A set from hexadecimal ranges such as <c>30-39,5F</c>.</summary>
    public static CodePointSet Parse(string ranges) => Of([.. ranges.Split(',', StringSplitOptions.TrimEntries).Select(static range =>
    {
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var first = int.Parse(dash < 0 ? range : range[..dash], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (first, dash < 0 ? first : int.Parse(range[(dash + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    })]);

    /// <summary>The code points for which something holds.</summary>
    public static CodePointSet Where(Predicate<int> holds)
    {
        var ranges = new List<(int First, int Last)>();
        for (var c = 0; c <= Last; c++)
        {
            if (!holds(c))
            {
                continue;
            }

            if (ranges.Count > 0 && ranges[^1].Last == c - 1)
            {
                ranges[^1] = (ranges[^1].First, c);
            }
            else
            {
                ranges.Add((c, c));
            }
        }

        return new([.. ranges]);
    }

    public bool Contains(int codePoint) => Array.Exists(_ranges, range => range.First <= codePoint && codePoint <= range.Last);

    public CodePointSet Union(CodePointSet other) => other.IsEmpty ? this : IsEmpty ? other : Of([.. _ranges, .. other._ranges]);

    public CodePointSet Intersect(CodePointSet other)
    {
        var common = new List<(int First, int Last)>();
        var (i, j) = (0, 0);
        while (i < _ranges.Length && j < other._ranges.Length)
        {
            var first = Math.Max(_ranges[i].First, other._ranges[j].First);
            var last = Math.Min(_ranges[i].Last, other._ranges[j].Last);
            if (first <= last)
            {
                common.Add((first, last));
            }

            if (_ranges[i].Last < other._ranges[j].Last)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return new([.. common]);
    }

    public CodePointSet Complement()
    {
        var rest = new List<(int First, int Last)>(_ranges.Length + 1);
        var next = 0;
        foreach (var (first, last) in _ranges)
        {
            if (first > next)
            {
                rest.Add((next, first - 1));
            }

            next = last + 1;
        }

        if (next <= Last)
        {
            rest.Add((next, Last));
        }

        return new([.. rest]);
    }
}
