using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FlumeSharp.Sources.Taildir;

/// <summary>
/// The positions on disk, as Flume writes them and other tools read them: <c>[{"inode":12,"pos":34,"file":"/var/log/a.log"}]</c>, with
/// Gson's escapes.
/// </summary>
internal sealed class PositionFile(string path)
{
    private const string Temporary = ".tmp";

    // What Gson escapes in its default form besides control characters, because the text might end up in a page.
    private static readonly SearchValues<char> Unsafe = SearchValues.Create("<>&='\"\\\u2028\u2029" + string.Concat(Enumerable.Range(0, ' ').Select(static c => (char)c)));

    private byte[]? _saved;

    /// <summary>Its full path, behind symbolic links: replacing the file must not replace the link.</summary>
    public string Path { get; } = LinkTarget(System.IO.Path.GetFullPath(path));

    /// <summary>Whether a path is this file, or the one that takes its place.</summary>
    public bool IsSelf(string file) => file.StartsWith(Path, StringComparison.Ordinal) && (file.Length == Path.Length || file.AsSpan(Path.Length) is Temporary);

    /// <summary>Makes its folder.</summary>
    public void CreateFolder() => Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);

    /// <summary>Reads the entries. What is damaged ends the list and is reported; what is something else than positions is not touched.</summary>
    /// <param name="damage">What is wrong with its text; null when nothing is.</param>
    /// <exception cref="FlumeException">The file holds something else.</exception>
    public List<PositionEntry> Load(out Exception? damage)
    {
        damage = null;
        var entries = new List<PositionEntry>();
        byte[] text;
        try
        {
            text = File.ReadAllBytes(Path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return entries;
        }

        if (text.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            // What Flume leaves behind when there was no file to follow.
            return entries;
        }

        try
        {
            Parse(text, entries);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // A process that was killed while Flume wrote it, or bytes that are no UTF-8: the entries before that are whole.
            damage = failure;
        }

        return entries;
    }

    /// <summary>Writes the entries, if they are others than before, so that at any moment the old or the new ones are there whole.</summary>
    public void Save(IEnumerable<PositionEntry> entries)
    {
        var text = Format(entries);
        if (_saved is not null && text.AsSpan().SequenceEqual(_saved) && File.Exists(Path))
        {
            return;
        }

        UnixFileMode? mode = !OperatingSystem.IsWindows() && File.Exists(Path) ? File.GetUnixFileMode(Path) : null;
        using (var file = File.OpenHandle(Path + Temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, text, 0);
            if (mode is { } kept && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, kept);
            }

            // Before the rename: a power cut must not leave the new name with no content.
            RandomAccess.FlushToDisk(file);
        }

        File.Move(Path + Temporary, Path, overwrite: true);
        _saved = text;
    }

    internal static byte[] Format(IEnumerable<PositionEntry> entries)
    {
        var text = new StringBuilder("[");
        foreach (var entry in entries)
        {
            text.Append(text.Length > 1 ? "," : "")
                .Append(CultureInfo.InvariantCulture, $"{{\"inode\":{entry.Inode},\"pos\":{entry.Position},\"file\":\"");
            AppendEscaped(text, entry.Path);
            text.Append("\"}");
        }

        return Encoding.UTF8.GetBytes(text.Append(']').ToString());
    }

    private static void AppendEscaped(StringBuilder text, ReadOnlySpan<char> value)
    {
        int at;
        while ((at = value.IndexOfAny(Unsafe)) >= 0)
        {
            text.Append(value[..at]);
            _ = value[at] switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\f' => text.Append("\\f"),
                var c => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
            value = value[(at + 1)..];
        }

        text.Append(value);
    }

    private void Parse(byte[] text, List<PositionEntry> entries)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw NotPositions("it is no array");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw NotPositions("an element is no object");
            }

            entries.Add(ParseEntry(ref reader));
        }
    }

    private PositionEntry ParseEntry(ref Utf8JsonReader reader)
    {
        long? inode = null;
        long? position = null;
        string? file = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "inode":
                    inode = Number(ref reader);
                    break;
                case "pos":
                    position = Number(ref reader);
                    break;
                case "file" when reader.TokenType == JsonTokenType.String:
                    file = reader.GetString();
                    break;
                default:
                    // A member of some later version.
                    reader.Skip();
                    break;
            }
        }

        return inode is not null && position is >= 0 && file is not null
            ? new(inode.Value, position.Value, file)
            : throw NotPositions("an element has no 'inode', 'pos' or 'file' that could be one");
    }

    private static long? Number(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out var number) => number,
        JsonTokenType.String when long.TryParse(reader.GetString(), CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private FlumeException NotPositions(string reason) => new(
        $"'positionFile' names {Path}, which does not hold positions ({reason}); name another file, or remove that one to read all files as if they were new.");

    private static string LinkTarget(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return path;
        }
    }
}
