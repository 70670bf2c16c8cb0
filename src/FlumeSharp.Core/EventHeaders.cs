using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace FlumeSharp;

/// <summary>
/// An immutable set of headers, shared by reference between events, batches and channels. Names are case-sensitive and appear once;
/// the order is the order in which they were set. A value may be <see langword="null"/> (JSON <c>{"h":null}</c>), which is not the
/// same as absent: Flume's rules for "present" apply to it.
/// </summary>
public sealed class EventHeaders : IReadOnlyCollection<KeyValuePair<string, string?>>
{
    private readonly KeyValuePair<string, string?>[] _entries;

    private EventHeaders(KeyValuePair<string, string?>[] entries) => _entries = entries;

    /// <summary>No headers at all.</summary>
    public static EventHeaders Empty { get; } = new([]);

    /// <summary>How many headers there are.</summary>
    public int Count => _entries.Length;

    /// <summary>A set of one header.</summary>
    public static EventHeaders Of(string name, string? value) => new([new(name, value)]);

    /// <summary>A copy of <paramref name="entries"/>. Where a name occurs twice, the later value wins at the earlier place.</summary>
    public static EventHeaders Create(ReadOnlySpan<KeyValuePair<string, string?>> entries)
    {
        if (entries.IsEmpty)
        {
            return Empty;
        }

        var copy = new KeyValuePair<string, string?>[entries.Length];
        var count = 0;
        foreach (ref readonly var entry in entries)
        {
            var at = IndexOf(copy.AsSpan(0, count), entry.Key);
            copy[at >= 0 ? at : count++] = at >= 0 ? new(copy[at].Key, entry.Value) : entry;
        }

        return new(count == copy.Length ? copy : copy[..count]);
    }

    /// <summary>
    /// Takes ownership of an array whose names are known to differ. For parsers that have checked that themselves: no copy is made.
    /// </summary>
    public static EventHeaders FromDistinct(KeyValuePair<string, string?>[] entries) => entries.Length == 0 ? Empty : new(entries);

    /// <summary>Finds a header; the value may be <see langword="null"/> even when it is there.</summary>
    public bool TryGetValue(string name, out string? value)
    {
        var at = IndexOf(_entries, name);
        value = at >= 0 ? _entries[at].Value : null;
        return at >= 0;
    }

    /// <summary>Finds a header that has text.</summary>
    public bool TryGetText(string name, [NotNullWhen(true)] out string? value)
    {
        TryGetValue(name, out value);
        return value is not null;
    }

    /// <summary>Whether the header is there, with a value or with null.</summary>
    public bool Contains(string name) => IndexOf(_entries, name) >= 0;

    /// <summary>The same headers with one added or replaced; this very object when nothing changes.</summary>
    public EventHeaders Set(string name, string? value)
    {
        var at = IndexOf(_entries, name);
        if (at >= 0 && string.Equals(_entries[at].Value, value, StringComparison.Ordinal))
        {
            return this;
        }

        var copy = new KeyValuePair<string, string?>[_entries.Length + (at >= 0 ? 0 : 1)];
        _entries.CopyTo(copy, 0);
        copy[at >= 0 ? at : ^1] = new(name, value);
        return new(copy);
    }

    /// <summary>The same headers without one; this very object when it was not there.</summary>
    public EventHeaders Remove(string name)
    {
        var at = IndexOf(_entries, name);
        if (at < 0)
        {
            return this;
        }

        return _entries.Length == 1 ? Empty : new([.. _entries.AsSpan(0, at), .. _entries.AsSpan(at + 1)]);
    }

    /// <summary>All headers in their order.</summary>
    public ReadOnlySpan<KeyValuePair<string, string?>> AsSpan() => _entries;

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string?>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The headers as Java prints a map: <c>{a=1, b=2}</c>.</summary>
    public override string ToString() => $"{{{string.Join(", ", _entries.Select(static e => $"{e.Key}={e.Value ?? "null"}"))}}}";

    // Header sets are small: a scan beats a hash table, and names are mostly the same string objects.
    private static int IndexOf(ReadOnlySpan<KeyValuePair<string, string?>> entries, string name)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            if (ReferenceEquals(entries[i].Key, name))
            {
                return i;
            }
        }

        for (var i = 0; i < entries.Length; i++)
        {
            if (string.Equals(entries[i].Key, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
