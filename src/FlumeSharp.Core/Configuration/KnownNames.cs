namespace FlumeSharp.Configuration;

/// <summary>The names that something may refer to, quick to look up however many they are.</summary>
internal sealed class KnownNames(IEnumerable<string> names)
{
    private const int MostListed = 20;

    private readonly List<string> _inOrder = [.. names];
    private HashSet<string>? _set;

    public bool Contains(string name) => (_set ??= _inOrder.ToHashSet(StringComparer.Ordinal)).Contains(name);

    /// <summary>The one that was probably meant by a wrong name, or null.</summary>
    public string? Nearest(string wrong) => Suggestion.For(wrong, _inOrder);

    /// <summary>What to write instead of a wrong name: the nearest one, or else any of them.</summary>
    public string Remedy(string wrong, string introduction)
    {
        if (Nearest(wrong) is { } near)
            return $"did you mean {JavaText.Quote(near)}?";
        var listed = string.Join(", ", _inOrder.Take(MostListed));
        return _inOrder.Count <= MostListed ? $"{introduction}: {listed}" : $"{introduction}: {listed} and {_inOrder.Count - MostListed} more";
    }
}
