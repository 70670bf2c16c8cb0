namespace FlumeSharp.Configuration;

/// <summary>
/// How the files spell agents, and components of agents, so that a variable can mean them: in any letter case, an underscore standing for a
/// dash too.
/// </summary>
internal sealed class OverlayNames
{
    private readonly Dictionary<string, List<string>> _spellings = new(StringComparer.Ordinal);
    private readonly List<string> _agents = [];

    /// <summary>The agents, as they are spelled, in file order.</summary>
    public IReadOnlyList<string> Agents => _agents;

    /// <summary>A key as any variable that means it would read.</summary>
    public static string Canonical(string key)
        => key.Replace(".", "__", StringComparison.Ordinal).Replace('-', '_').ToUpperInvariant();

    /// <summary>Takes the names that a property has: its agent, its component, and those in its value when it is a list.</summary>
    public void Add(string key, string value)
    {
        var parts = key.Trim().Split('.', 4);
        if (parts.Length < 2 || parts[0].Length == 0 || ComponentList.Find(parts[1]) is not { } list)
            return;
        if (Add(parts[0]))
            _agents.Add(parts[0]);
        if (parts.Length == 4)
        {
            Add($"{parts[0]}.{list.Word}.{parts[2]}");
        }
        else if (parts.Length == 2)
        {
            foreach (var name in list.Split(value).Where(static name => !name.Contains('$', StringComparison.Ordinal)))
                Add($"{parts[0]}.{list.Word}.{name}");
        }
    }

    /// <summary>The longest beginning of a variable's name that is an agent or a component.</summary>
    /// <param name="name">The name with two underscores for every dot.</param>
    /// <returns>How the files spell it, and how much of the name it is; no spelling when it is none.</returns>
    public (IReadOnlyList<string> Spellings, int Length) Longest(string name)
    {
        var canonical = Canonical(name);
        for (var end = canonical.LastIndexOf("__", StringComparison.Ordinal); end > 0; end = canonical.LastIndexOf("__", end - 1, StringComparison.Ordinal))
        {
            if (_spellings.TryGetValue(canonical[..end], out var spellings))
                return (spellings, end);
        }

        return ([], 0);
    }

    private bool Add(string name)
    {
        var canonical = Canonical(name);
        if (!_spellings.TryGetValue(canonical, out var spellings))
            _spellings[canonical] = spellings = [];
        if (spellings.Contains(name, StringComparer.Ordinal))
            return false;
        spellings.Add(name);
        return true;
    }
}
