using System.Globalization;
using System.Text;
using CsCheck;

namespace FlumeSharp.Configuration;

/// <summary>Whatever <c>java.util.Properties.store</c> would write is read back, however a person lays it out.</summary>
public sealed class PropertiesPropertyTests
{
    private static readonly Gen<string> _text = Gen.OneOf(
        Gen.String[Gen.Char[" \t\f\n\r\\=:#!kv.${}\u00e9\u4e2d\0\u0085\ufeff"], 0, 12],
        Gen.String[0, 12]);

    private static readonly Gen<(string Key, string Value)> _entry = Gen.Select(_text, _text);

    [Test]
    public void What_store_writes_is_read_back()
        => Gen.Select(_entry.Array[0, 8], Gen.Int).Sample(
            (entries, seed) =>
            {
                var layout = new Random(seed);
                var file = string.Concat(entries.Select(entry => Line(entry.Key, entry.Value, layout)));

                var read = PropertiesReader.ReadText("f", file);

                return read.Problems.Count == 0 && read.Entries.Select(entry => (entry.Key, entry.Value)).SequenceEqual(entries);
            },
            iter: 3000);

    [Test]
    public void Each_entry_names_the_line_it_was_written_on()
        => Gen.Select(_entry.Array[1, 8], Gen.Int).Sample(
            (entries, seed) =>
            {
                var layout = new Random(seed);
                var file = new StringBuilder();
                var lines = new List<int>();
                foreach (var (key, value) in entries)
                {
                    lines.Add(file.ToString().Split('\n').Length);
                    file.Append(Line(key, value, layout, before: "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
                }

                return PropertiesReader.ReadText("f", file.ToString()).Entries.Select(entry => entry.Location.Line).SequenceEqual(lines);
            },
            iter: 1000);

    /// <summary>One entry in the layout of a careless but correct author.</summary>
    private static string Line(string key, string value, Random layout, string? before = null)
    {
        var line = new StringBuilder(before ?? Pick(layout, "", "", "  ", "\t", "# note\\\n", "\n", "! c\r\n"));
        AppendEscaped(line, key, isKey: true, layout);
        line.Append(Pick(layout, "=", " = ", ":", " :\t"));
        AppendEscaped(line, value, isKey: false, layout);
        return line.Append(Pick(layout, "\n", "\r\n", "\r")).ToString();
    }

    private static void AppendEscaped(StringBuilder line, string text, bool isKey, Random layout)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var escaped = c switch
            {
                '\t' => "\\t",
                '\n' => "\\n",
                '\r' => "\\r",
                '\f' => "\\f",
                '\\' or '=' or ':' or '#' or '!' => "\\" + c,
                ' ' when isKey || i == 0 => "\\ ",
                < ' ' or > '~' when layout.Next(2) == 0 || char.IsSurrogate(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => c.ToString(),
            };
            line.Append(escaped);

            // A line may be broken anywhere, unless the next character is a blank that the break would swallow.
            if (layout.Next(20) == 0 && i + 1 < text.Length && (isKey || text[i + 1] != ' '))
                line.Append(Pick(layout, "\\\n", "\\\r\n   ", "\\\r\t"));
        }
    }

    private static string Pick(Random layout, params string[] choices) => choices[layout.Next(choices.Length)];
}
