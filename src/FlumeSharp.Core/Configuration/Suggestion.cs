using FlumeSharp.Options;

namespace FlumeSharp.Configuration;

/// <summary>The name that was probably meant, where one may be guessed at all.</summary>
internal static class Suggestion
{
    private const int ShortName = 3;
    private const int LongestName = 64;
    private const int MostNames = 200;

    /// <summary>
    /// The nearest of <paramref name="known"/>, or null. Among names as short as <c>c1</c> and <c>k2</c> everything is near, so these must
    /// at least begin alike; what is far too long to be a name is not compared at all. Nor are more names than anybody wrote by hand: each
    /// wrong one of many thousands would be compared with all of the others.
    /// </summary>
    public static string? For(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > LongestName)
            return null;

        var names = known.Take(MostNames + 1).ToList();
        return names.Count > MostNames
            ? null
            : Spelling.Nearest(word, names.Where(name => name.Length <= LongestName && (word.Length > ShortName || name.StartsWith(word[0]))));
    }
}
