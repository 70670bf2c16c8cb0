using System.Runtime.CompilerServices;

namespace FlumeSharp.Sources.Http.Json;

// Parses the headers of one event after the other. Neighbours are alike: the same set of headers is recognised by its bytes as a
// whole, the same name or value at the same place by its own, and other strings by StringMemory.
internal sealed class HeaderParser
{
    private const int Most = 32;
    private const int LongestText = 512;
    private readonly StringMemory _strings = new();
    private readonly Place[] _places = new Place[Most];
    private readonly KeyValuePair<string, string?>[] _entries = new KeyValuePair<string, string?>[Most];
    private readonly byte[] _lastText = new byte[LongestText];
    private EventHeaders _last = EventHeaders.Empty;
    private int _lastLength;
    private int _known;

    /// <summary>Parses an object of strings.</summary>
    /// <param name="json">The document, valid UTF-8.</param>
    /// <param name="at">The opening brace; afterwards the place behind the closing one.</param>
    /// <param name="headers">The headers.</param>
    /// <returns>False for anything but strings as strict JSON has them, and for a name that comes twice.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(ReadOnlySpan<byte> json, ref int at, out EventHeaders headers)
    {
        // The bytes remembered end with the closing brace, so whatever begins with them is the same object.
        if (_lastLength != 0 && json[at..].StartsWith(_lastText.AsSpan(0, _lastLength)))
        {
            at += _lastLength;
            headers = _last;
            return true;
        }

        return TryParseAfresh(json, ref at, out headers);
    }

    private bool TryParseAfresh(ReadOnlySpan<byte> json, ref int at, out EventHeaders headers)
    {
        headers = EventHeaders.Empty;
        var start = at;
        at = JsonBlanks.Skip(json, at + 1);
        if (at < json.Length && json[at] == '}')
        {
            at++;
            return true;
        }

        var count = 0;
        var isFamiliar = true;
        while (true)
        {
            if (count == Most || !TryParseEntry(json, ref at, ref _places[count], ref _entries[count], count < _known, ref isFamiliar))
            {
                return Forget();
            }

            count++;
            at = JsonBlanks.Skip(json, at);
            if (at >= json.Length || json[at] is not ((byte)',' or (byte)'}'))
            {
                return Forget();
            }

            if (json[at++] == '}')
            {
                break;
            }

            at = JsonBlanks.Skip(json, at);
        }

        // Names that stood at the same places of the set before are known to differ.
        if (!isFamiliar && HasTwins(_entries.AsSpan(0, count)))
        {
            return Forget();
        }

        _known = isFamiliar ? Math.Max(_known, count) : count;
        headers = EventHeaders.FromDistinct(_entries.AsSpan(0, count).ToArray());
        Remember(json[start..at], headers);
        return true;
    }

    private bool TryParseEntry(
        ReadOnlySpan<byte> json, ref int at, ref Place place, ref KeyValuePair<string, string?> entry, bool isKnown, ref bool isFamiliar)
    {
        string? name;
        if (isKnown && place.Name.Matches(json, at))
        {
            at += place.Name.Length;
            name = place.Name.Value;
        }
        else
        {
            isFamiliar = false;
            name = TryParseString(json, ref at, ref place.Name);
        }

        at = JsonBlanks.Skip(json, at);
        if (name is null || at >= json.Length || json[at] != ':')
        {
            return false;
        }

        at = JsonBlanks.Skip(json, at + 1);
        string? value;
        if (place.Text.Matches(json, at))
        {
            at += place.Text.Length;
            value = place.Text.Value;
        }
        else
        {
            value = TryParseString(json, ref at, ref place.Text);
        }

        entry = new(name, value);
        return value is not null;
    }

    private string? TryParseString(ReadOnlySpan<byte> json, ref int at, ref Remembered memory)
    {
        if (at >= json.Length || json[at] != '"')
        {
            return null;
        }

        var end = JsonScan.EndOfString(json, at + 1, out var isEscaped);
        if (end < 0)
        {
            return null;
        }

        var text = json[(at + 1)..end];
        var whole = json[at..(end + 1)];
        at = end + 1;
        var value = isEscaped ? Unescape(text) : _strings.Text(text);
        if (value is not null)
        {
            memory.Set(whole, value);
        }

        return value;
    }

    private string? Unescape(ReadOnlySpan<byte> text)
    {
        var plain = text.Length <= 256 ? stackalloc byte[256] : new byte[text.Length];
        return JsonEscapes.TryUndo(text, plain, out var length) ? _strings.Text(plain[..length]) : null;
    }

    private void Remember(ReadOnlySpan<byte> text, EventHeaders headers)
    {
        _lastLength = text.Length <= LongestText ? text.Length : 0;
        text[.._lastLength].CopyTo(_lastText);
        _last = headers;
    }

    private bool Forget()
    {
        _known = 0;
        _lastLength = 0;
        return false;
    }

    private static bool HasTwins(ReadOnlySpan<KeyValuePair<string, string?>> entries)
    {
        for (var i = 1; i < entries.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (string.Equals(entries[i].Key, entries[j].Key, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private struct Place
    {
        public Remembered Name;
        public Remembered Text;
    }

    // A string as it stood in the document, quotes and all, and its value.
    private struct Remembered
    {
        private const int Longest = 80;
        private byte[]? _bytes;

        public int Length { get; private set; }

        public string Value { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly bool Matches(ReadOnlySpan<byte> json, int at) =>
            Length != 0 && at + Length <= json.Length && json.Slice(at, Length).SequenceEqual(_bytes.AsSpan(0, Length));

        public void Set(ReadOnlySpan<byte> text, string value)
        {
            Length = text.Length <= Longest ? text.Length : 0;
            text[..Length].CopyTo(_bytes ??= new byte[Longest]);
            Value = value;
        }
    }
}
