using System.Globalization;

namespace FlumeSharp.Channels.File;

/// <summary>What a file channel must hold: a list, and marks on what a failed commit has left open.</summary>
internal sealed class ChannelModel
{
    private readonly List<Entry> _entries = [];
    private int _transactions;

    /// <summary>Events that wait, in order.</summary>
    public IEnumerable<Entry> Waiting => _entries.Where(static entry => entry is { IsClaimed: false, MaybePut: 0 });

    public int Count => _entries.Count(static entry => entry.MaybePut == 0);

    public void Put(IEnumerable<string> bodies, bool isSure)
    {
        _transactions++;
        _entries.AddRange(bodies.Select(body => new Entry(body) { MaybePut = isSure ? 0 : _transactions }));
    }

    public List<Entry> Claim(int count)
    {
        var claimed = Waiting.Take(count).ToList();
        claimed.ForEach(static entry => entry.IsClaimed = true);
        return claimed;
    }

    public void Release(List<Entry> claimed) => claimed.ForEach(static entry => entry.IsClaimed = false);

    public void Take(List<Entry> claimed) => _entries.RemoveAll(claimed.Contains);

    /// <summary>A commit of takes failed: they wait again, and after a crash they may be gone, all of them or none.</summary>
    public void MaybeTake(List<Entry> claimed)
    {
        _transactions++;
        foreach (var entry in claimed)
        {
            entry.IsClaimed = false;
            entry.MaybeTaken = _transactions;
        }
    }

    /// <summary>After a restart this is there: checks it, and takes it as certain. Null when it is right.</summary>
    public string? Settle(IReadOnlyList<(string Body, long Number)> found)
    {
        var states = new Dictionary<int, bool>();
        var at = 0;
        var kept = new List<Entry>();
        foreach (var entry in _entries)
        {
            var isThere = at < found.Count && found[at].Body == entry.Body;
            var problem = isThere ? null : Absence(entry, states);
            problem ??= isThere ? Presence(entry, states, found[at].Number) : null;
            if (problem is not null)
            {
                var model = string.Join(' ', _entries.Select(static e => $"{e.Body.Split('-')[0]}{(e.MaybePut > 0 ? "?" : "")}{(e.MaybeTaken > 0 ? "!" : "")}"));
                return $"{problem} at {at.ToString(CultureInfo.InvariantCulture)} of {model}";
            }

            if (isThere)
            {
                kept.Add(new Entry(entry.Body) { Number = found[at].Number });
                at++;
            }
        }

        if (at < found.Count)
        {
            return $"'{found[at].Body}' is there at {at.ToString(CultureInfo.InvariantCulture)}, out of order, doubled or after it was taken";
        }

        _entries.Clear();
        _entries.AddRange(kept);
        return null;
    }

    private static string? Absence(Entry entry, Dictionary<int, bool> states)
    {
        if (entry.MaybePut == 0 && entry.MaybeTaken == 0)
        {
            return $"'{entry.Body}' is lost";
        }

        // A put that may not have been may have been taken neither.
        return entry.MaybePut != 0 && !states.TryAdd(entry.MaybePut, false) && states[entry.MaybePut] ? $"'{entry.Body}' is not there, other events of its transaction are" : null;
    }

    private static string? Presence(Entry entry, Dictionary<int, bool> states, long number)
    {
        if (entry.Number != 0 && entry.Number != number)
        {
            return $"'{entry.Body}' was number {entry.Number.ToString(CultureInfo.InvariantCulture)} and is {number.ToString(CultureInfo.InvariantCulture)}";
        }

        return entry.MaybePut != 0 && !states.TryAdd(entry.MaybePut, true) && !states[entry.MaybePut] ? $"'{entry.Body}' is there, other events of its transaction are not" : null;
    }

    internal sealed class Entry(string body)
    {
        public string Body => body;

        public long Number { get; set; }

        public bool IsClaimed { get; set; }

        public int MaybePut { get; set; }

        public int MaybeTaken { get; set; }
    }
}
