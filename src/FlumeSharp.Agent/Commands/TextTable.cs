using System.Text;

namespace FlumeSharp.Agent.Commands;

/// <summary>Columns as wide as their widest cell; the last one is as wide as it likes.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [headings];

    /// <summary>What each line begins with.</summary>
    public string Indent { get; init; } = "";

    /// <summary>Adds a row of as many cells as there are headings.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the headings and the rows.</summary>
    public void Write(TextWriter output)
    {
        var widths = headings.Select((_, column) => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
        {
            var line = new StringBuilder(Indent);
            for (var column = 0; column < row.Length; column++)
            {
                line.Append(row[column].PadRight(widths[column])).Append("  ");
            }

            output.WriteLine(line.ToString().TrimEnd());
        }
    }
}
