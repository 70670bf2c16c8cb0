using System.Globalization;
using FlumeSharp.Agent.Commands.Format;
using FlumeSharp.Agent.Commands.Syntax;

namespace FlumeSharp.Agent.Commands.Migrate;

/// <summary>Rewrites the old keys of files that belong together: a component's type may stand in one, its keys in another.</summary>
internal sealed class Migration
{
    private readonly Dictionary<EditedFile, LineEdits> _edits = [];
    private readonly Dictionary<SyntaxItem, EditedFile> _fileOf = [];
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);

    public Migration(IReadOnlyList<EditedFile> files, OldKeys oldKeys)
    {
        foreach (var file in files)
        {
            _edits[file] = new LineEdits(file.Syntax);
            foreach (var entry in file.Syntax.Entries)
            {
                _fileOf[entry] = file;
            }
        }

        foreach (var component in WrittenComponent.In(files.SelectMany(static file => file.Syntax.Entries)))
        {
            if (component.Type is { Length: > 0 } type)
            {
                var values = component.Entries.ToDictionary(static pair => pair.Key, static pair => pair.Value.Value, StringComparer.Ordinal);
                foreach (var change in oldKeys.Of(component.Kind, type, values))
                {
                    Apply(component, change);
                }
            }
        }

        RenameReferences();
    }

    /// <summary>What was changed, a line each.</summary>
    public List<string> Changes { get; } = [];

    /// <summary>What a person has to do, a line each.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The changes of a file.</summary>
    public LineEdits EditsOf(EditedFile file) => _edits[file];

    private void Apply(WrittenComponent component, KeyChange change)
    {
        if (!component.Entries.TryGetValue(change.Key, out var entry))
        {
            return;
        }

        if (change.NewKey is null)
        {
            if (change.IsDead)
            {
                CommentOut(entry, change.Note!);
            }
            else
            {
                Notes.Add($"{PlaceOf(entry)}: '{entry.Key}': {change.Note}");
            }

            return;
        }

        if (component.Entries.TryGetValue(change.NewKey, out var current))
        {
            if (!change.OldOneWins)
            {
                CommentOut(entry, $"'{component.Prefix}{change.NewKey}' is set too, and wins");
                return;
            }

            if (!CommentOut(current, $"'{entry.Key}' was set too, and won"))
            {
                return;
            }
        }

        Rename(component, entry, change);
    }

    private void Rename(WrittenComponent component, SyntaxItem entry, KeyChange change)
    {
        // A key that is broken over lines or has escapes in it was not written by hand, and nobody needs to see it changed by a program.
        if (!string.Equals(entry.RawKey, entry.Key, StringComparison.Ordinal) || entry.RawKey.Length > entry.Lines[0].Length || (change.Value is not null && entry.Lines.Count > 1))
        {
            Notes.Add($"{PlaceOf(entry)}: '{entry.Key}' is an old name of '{change.NewKey}'; its layout is unusual, change it by hand");
            return;
        }

        var newKey = component.Prefix + change.NewKey;
        var hasReference = entry.Value.Contains("${", StringComparison.Ordinal);
        if (change.Value is not null && hasReference)
        {
            Notes.Add($"{PlaceOf(entry)}: '{entry.Key}' is an old name of '{change.NewKey}' with other values; write it by hand");
            return;
        }

        _edits[_fileOf[entry]].Rename(entry, newKey, change.Value?.Invoke(entry.Value));
        _renamed[entry.Key.Trim()] = newKey;
        Changes.Add($"{PlaceOf(entry)}: '{change.Key}' is '{change.NewKey}' now");
        component.Entries.Remove(change.Key);
        component.Entries[change.NewKey!] = entry;
    }

    // Nothing happens to a key whose value another one takes in: the reference would become a text, or mean another value.
    private bool CommentOut(SyntaxItem entry, string why)
    {
        if (_fileOf.Keys.FirstOrDefault(other => ReferencesTo(entry.Key).Any(other.Value.Contains)) is { } user)
        {
            Notes.Add($"{PlaceOf(entry)}: '{entry.Key}' is not used ({why}), but '{user.Key}' refers to it: write the value there, and remove this key");
            return false;
        }

        _edits[_fileOf[entry]].CommentOut(entry, $"Not used: {why}.");
        Changes.Add($"{PlaceOf(entry)}: '{entry.Key}' is a comment now: {why}");
        return true;
    }

    private void RenameReferences()
    {
        foreach (var (entry, file) in _fileOf)
        {
            foreach (var (old, now) in _renamed)
            {
                foreach (var (reference, renamed) in ReferencesTo(old).Zip(ReferencesTo(now)).Where(pair => entry.Value.Contains(pair.First, StringComparison.Ordinal)))
                {
                    _edits[file].Replace(entry, reference, renamed);
                }
            }
        }
    }

    // A value may take in another key's: ${a1.sinks.k1.topic}. They end here, so that a longer key is not meant.
    private static IEnumerable<string> ReferencesTo(string key) => [$"${{{key.Trim()}}}", $"${{{key.Trim()}:-"];

    private string PlaceOf(SyntaxItem entry) => string.Create(CultureInfo.InvariantCulture, $"{_fileOf[entry].Name}:{entry.Line}");
}
