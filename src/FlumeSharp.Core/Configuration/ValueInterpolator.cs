using System.Runtime.CompilerServices;
using System.Text;

namespace FlumeSharp.Configuration;

/// <summary>
/// Replaces <c>${…}</c> references in the values of merged files as Flume 1.11 does, except that a key may refer to any other key,
/// wherever that stands (in Java it depends on hash order).
/// </summary>
/// <remarks>
/// <para><c>${name}</c> is a key of the files; <c>${prefix:name}</c> asks a lookup (<see cref="ReferenceLookups"/>) and falls back to the key
/// <c>name</c>. <c>${name:-text}</c> gives a default, split at the first <c>:-</c>. References inside a name or default are replaced first;
/// a replacement is searched for references again. <c>$${x}</c> stands for <c>${x}</c>. What names nothing stays as written, and an
/// unterminated <c>${</c> makes the rest of the value plain text.</para>
/// <para>Depth and work are bounded, so that no file can exhaust stack, memory or time.</para>
/// </remarks>
internal sealed class ValueInterpolator(OrderedDictionary<string, PropertiesEntry> entries, ConfigurationEnvironment environment)
{
    private const string Opening = "${";
    private const string DefaultMark = ":-";
    private const int DeepestNesting = 1000;
    private const int LongestValue = 1 << 20;
    private const int MostWork = 1 << 26;

    private readonly ReferenceLookups _lookups = new(environment);
    private readonly Dictionary<string, string> _resolved = new(StringComparer.Ordinal);
    private readonly List<PropertiesEntry> _inProgress = [];
    private readonly Dictionary<string, int> _placeInProgress = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keptAsText = new(StringComparer.Ordinal);
    private long _work;

    /// <summary>Keys that another key's value refers to.</summary>
    public HashSet<string> Referenced { get; } = new(StringComparer.Ordinal);

    /// <summary>References that stayed as written, each once for the value that holds it.</summary>
    public List<UnresolvedReference> Unresolved { get; } = [];

    /// <summary>Cycles and values that grow without bound.</summary>
    public List<ConfigurationProblem> Problems { get; } = [];

    /// <summary>The value of an entry of the merged files with its references replaced.</summary>
    public string Resolve(PropertiesEntry entry) => Resolve(entry, depth: 0);

    private string Resolve(PropertiesEntry entry, int depth)
    {
        if (_resolved.TryGetValue(entry.Key, out var known))
            return known;

        _placeInProgress.Add(entry.Key, _inProgress.Count);
        _inProgress.Add(entry);
        var value = Substitute(entry.Value, names: null, depth, isRepeated: false);
        _inProgress.RemoveAt(_inProgress.Count - 1);
        _placeInProgress.Remove(entry.Key);
        if (_keptAsText.Contains(entry.Key))
            value = entry.Value;
        _resolved[entry.Key] = value;
        return value;
    }

    /// <param name="text">The text to replace references in.</param>
    /// <param name="names">The references whose replacement <paramref name="text"/> is part of, to notice loops.</param>
    /// <param name="depth">How deep references are nested so far.</param>
    /// <param name="isRepeated">The text was searched before, as the value of another key: what it leaves open is reported there.</param>
    private string Substitute(string text, List<string>? names, int depth, bool isRepeated)
    {
        if (!text.Contains(Opening, StringComparison.Ordinal))
            return text;
        if (depth > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return Refuse(text, "nests references too deeply");

        var output = new StringBuilder(text.Length);
        var position = 0;
        while (text.IndexOf(Opening, position, StringComparison.Ordinal) is >= 0 and var start && ClosingBrace(text, start) is >= 0 and var end)
        {
            if (_work > MostWork || output.Length > LongestValue)
                return Refuse(text, "grows too large");

            output.Append(text, position, start - position);
            if (output is { Length: > 0 } && output[^1] == '$')
            {
                // An escaped reference stays, but references inside it are still replaced.
                output.Length--;
                output.Append(Opening);
                position = start + Opening.Length;
                continue;
            }

            position = end + 1;
            output.Append(Replacement(text[start..position], names ?? [], depth, isRepeated) ?? text[start..position]);
        }

        return output.Append(text, position, text.Length - position).ToString();
    }

    private string? Replacement(string reference, List<string> names, int depth, bool isRepeated)
    {
        var expression = Substitute(reference[Opening.Length..^1], names: null, depth + 1, isRepeated);
        var split = expression.IndexOf(DefaultMark, StringComparison.Ordinal);
        var name = split < 0 ? expression : expression[..split];
        if (names.Contains(name, StringComparer.Ordinal))
        {
            ReportLoop(reference);
            return null;
        }

        var value = Find(name, hasDefault: split >= 0, depth, out var isKey, out var isReported);
        if (value is null && split >= 0)
            value = expression[(split + DefaultMark.Length)..];
        if (value is null)
        {
            if (!isRepeated && !isReported)
                Unresolved.Add(new UnresolvedReference(_inProgress[^1], reference));
            return null;
        }

        _work += value.Length;
        names.Add(name);
        var replaced = Substitute(value, names, depth + 1, isRepeated || isKey);
        names.RemoveAt(names.Count - 1);
        return replaced;
    }

    private string? Find(string name, bool hasDefault, int depth, out bool isKey, out bool isReported)
    {
        isKey = false;
        isReported = false;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && _lookups.Find(name.AsSpan(0, colon), name[(colon + 1)..]) is { } found)
            return found;

        var key = name[(colon + 1)..];
        if (!entries.TryGetValue(key, out var entry))
            return _lookups.FindBare(key);

        isKey = true;
        var from = _placeInProgress.GetValueOrDefault(key, -1);
        if (from == _inProgress.Count - 1 && (hasDefault || colon >= 0))
        {
            // PORT = ${env:PORT:-4444}: the key itself is no value for its own reference, and that is no cycle.
            return null;
        }

        if (from >= 0)
        {
            ReportCycle(_inProgress[from..]);
            isReported = true;
            return null;
        }

        Referenced.Add(key);
        var value = Resolve(entry, depth + 1);
        isReported = _keptAsText.Contains(key);
        return isReported ? null : value;
    }

    /// <summary>The brace that ends the reference which begins at <paramref name="start"/>, or -1.</summary>
    private int ClosingBrace(string text, int start)
    {
        var nested = 0;
        var i = start + Opening.Length;
        for (; i < text.Length; i++)
        {
            if (text[i] == '$' && i + 1 < text.Length && text[i + 1] == '{')
            {
                nested++;
                i++;
            }
            else if (text[i] == '}' && nested-- == 0)
            {
                break;
            }
        }

        _work += i - start;
        return i < text.Length ? i : -1;
    }

    private void ReportCycle(List<PropertiesEntry> cycle)
    {
        foreach (var entry in cycle)
            _keptAsText.Add(entry.Key);
        var chain = string.Join(" -> ", cycle.Append(cycle[0]).Select(entry => $"{JavaText.Quote(entry.Key)} ({entry.Location})"));
        Problems.Add(new ConfigurationProblem(
            ProblemSeverity.Error,
            ProblemCodes.ReferenceCycle,
            $"The value of {JavaText.Quote(cycle[0].Key)} refers to itself: {chain}",
            cycle[0].Location,
            Remedy: "give one of them a value of its own; until then they keep their references as text",
            Key: cycle[0].Key));
    }

    private void ReportLoop(string reference)
    {
        var entry = _inProgress[^1];
        if (!_keptAsText.Add(entry.Key))
            return;
        Problems.Add(new ConfigurationProblem(
            ProblemSeverity.Error,
            ProblemCodes.ReferenceCycle,
            $"{References.Describe(entry, reference)} in {JavaText.Quote(entry.Key)} has a value that contains the same reference again",
            entry.Location,
            Remedy: "change the value it stands for; until then the reference stays as text",
            Key: entry.Key));
    }

    private string Refuse(string text, string what)
    {
        var entry = _inProgress[^1];
        if (_keptAsText.Add(entry.Key))
        {
            Problems.Add(new ConfigurationProblem(
                ProblemSeverity.Error,
                ProblemCodes.ReferenceTooLarge,
                $"The value of {JavaText.Quote(entry.Key)} {what}; its references stay as text",
                entry.Location,
                Remedy: "write the value with fewer references",
                Key: entry.Key));
        }

        return text;
    }
}
