using System.Globalization;
using System.Text;

namespace FlumeSharp.Routing.Interceptors.Extraction;

/// <summary>Places in a JSON document, as a tree that one walk through a document follows: <c>user.addresses[0].city</c>.</summary>
internal sealed class JsonPaths
{
    private readonly List<(byte[] Name, JsonPaths Below)> _members = [];
    private readonly List<(int Index, JsonPaths Below)> _items = [];

    /// <summary>The headers that the value here goes to.</summary>
    public List<string> Headers { get; } = [];

    /// <summary>Whether anything further down is wanted.</summary>
    public bool HasBelow => _members.Count > 0 || _items.Count > 0;

    /// <summary>What is wrong with a path, or <see langword="null"/>.</summary>
    public static string? ProblemWith(string path)
    {
        try
        {
            new JsonPaths().Add(path, "");
            return null;
        }
        catch (FlumeException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>Adds a place whose value goes to a header.</summary>
    /// <exception cref="FlumeException">The path is malformed.</exception>
    public void Add(string path, string header)
    {
        // What JSONPath writes before it is understood and means nothing more.
        var rest = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path.StartsWith("$[", StringComparison.Ordinal) ? path[1..] : path;
        var place = this;
        foreach (var step in rest.Split('.'))
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? step : step[..bracket];
            if (name.Length > 0)
            {
                place = place.Member(name);
            }
            else if (bracket < 0)
            {
                throw new FlumeException("a path is names with dots between them, and numbers in brackets: user.addresses[0].city");
            }

            foreach (var index in bracket < 0 ? [] : step[(bracket + 1)..].Split('['))
            {
                place = index.EndsWith(']') && int.TryParse(index.AsSpan(0, index.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? place.Item(number)
                    : throw new FlumeException("brackets hold the number of an element, from 0: items[0]");
            }
        }

        place.Headers.Add(header);
    }

    /// <summary>What is wanted of a member, or <see langword="null"/>.</summary>
    public JsonPaths? Find(ref System.Text.Json.Utf8JsonReader memberName)
    {
        foreach (var (name, below) in _members)
        {
            if (memberName.ValueTextEquals(name))
            {
                return below;
            }
        }

        return null;
    }

    /// <summary>What is wanted of an element, or <see langword="null"/>.</summary>
    public JsonPaths? Find(int index)
    {
        foreach (var (item, below) in _items)
        {
            if (item == index)
            {
                return below;
            }
        }

        return null;
    }

    private JsonPaths Member(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var at = _members.FindIndex(member => member.Name.AsSpan().SequenceEqual(bytes));
        if (at < 0)
        {
            _members.Add((bytes, new JsonPaths()));
        }

        return _members[at < 0 ? ^1 : at].Below;
    }

    private JsonPaths Item(int index)
    {
        var at = _items.FindIndex(item => item.Index == index);
        if (at < 0)
        {
            _items.Add((index, new JsonPaths()));
        }

        return _items[at < 0 ? ^1 : at].Below;
    }
}
