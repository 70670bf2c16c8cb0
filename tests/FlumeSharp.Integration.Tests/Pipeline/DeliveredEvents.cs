using System.Text;

namespace FlumeSharp.Integration.Tests.Pipeline;

/// <summary>The lines of the files that an agent wrote.</summary>
internal sealed class DeliveredEvents
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <summary>Lines that came more than once, counting each time after the first.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Ends of files without a line feed: what was written but never flushed when a server died.</summary>
    public List<string> TornEnds { get; } = [];

    public IReadOnlyCollection<string> Bodies => _lines.Keys;

    public void AddFile(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        var lines = text.Split('\n');
        foreach (var line in lines[..^1])
        {
            var times = _lines[line] = _lines.GetValueOrDefault(line) + 1;
            Duplicates += times > 1 ? 1 : 0;
        }

        if (lines[^1].Length > 0)
        {
            TornEnds.Add(lines[^1]);
        }
    }
}
