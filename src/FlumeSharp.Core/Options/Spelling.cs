namespace FlumeSharp.Options;

/// <summary>Finds what somebody probably meant.</summary>
public static class Spelling
{
    /// <summary>
    /// The candidate nearest to <paramref name="word"/>, or <see langword="null"/> when none is near: at most a third of the
    /// letters differ (one letter of a short word), and differences in case count little.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> candidates) => NearestOf(word, candidates, 1).FirstOrDefault();

    /// <summary>Up to <paramref name="count"/> near candidates, nearest first.</summary>
    public static IReadOnlyList<string> NearestOf(string word, IEnumerable<string> candidates, int count)
    {
        var limit = Math.Max(1, word.Length / 3) * 2;
        return [.. candidates
            .Distinct(StringComparer.Ordinal)
            .Where(candidate => Math.Abs(candidate.Length - word.Length) * 2 <= limit)
            .Select(candidate => (candidate, distance: Distance(word, candidate)))
            .Where(pair => pair.distance <= limit)
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Take(count)
            .Select(pair => pair.candidate)];
    }

    // Edit distance with neighbours swapped as one step; a different letter costs 2, a different case 1.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i * 2;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j * 2;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = a[i - 1] == b[j - 1] ? 0 : char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 1 : 2;
                var best = Math.Min(rows[i - 1, j - 1] + substitution, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 2);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    best = Math.Min(best, rows[i - 2, j - 2] + 2);
                }

                rows[i, j] = best;
            }
        }

        return rows[a.Length, b.Length];
    }
}
