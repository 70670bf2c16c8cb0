using System.Text.Json;
using FlumeSharp.Channels.File.JavaLogs;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Import;

/// <summary>
/// What an import has to remember over a crash: a file of JSON beside the channel's log. How many events were imported need not stand
/// in it. Nobody else uses the channel during an import, so that is what the channel has now, less what it had before.
/// </summary>
internal sealed record ImportJournal
{
    public const string FileName = "java-import.json";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    /// <summary>How many events were in the channel before.</summary>
    public required long EventsBefore { get; init; }

    /// <summary>How many events the directory holds, damaged ones included.</summary>
    public required int EventsInSource { get; init; }

    /// <summary>Whether all events are in the channel.</summary>
    public bool IsDone { get; init; }

    /// <summary>Java's directories.</summary>
    public required string? Checkpoint { get; init; }

    /// <summary>Java's backup checkpoint.</summary>
    public required string? Backup { get; init; }

    /// <summary>Java's data directories.</summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>The files to set aside in the end.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Reads a journal.</summary>
    /// <returns>The journal, or <see langword="null"/> where no import was begun.</returns>
    /// <exception cref="JavaChannelException">It cannot be understood.</exception>
    public static ImportJournal? Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!System.IO.File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<ImportJournal>(System.IO.File.ReadAllBytes(path), Format) ?? throw new JsonException("it is empty");
        }
        catch (JsonException damage)
        {
            throw new JavaChannelException($"The journal of an interrupted import, {path}, is damaged: {damage.Message} Without it nobody knows whether events were imported; compare the channel with Java's files and delete it.", damage);
        }
    }

    /// <summary>Puts the journal in place; it is on disk on return.</summary>
    public void Save(string directory)
    {
        var path = Path.Combine(directory, FileName);
        var temporary = path + ".tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this, Format);
            file.Flush(flushToDisk: true);
        }

        System.IO.File.Move(temporary, path, overwrite: true);
        Posix.SyncDirectory(directory);
    }

    /// <summary>The import is over.</summary>
    public static void Delete(string directory)
    {
        System.IO.File.Delete(Path.Combine(directory, FileName));
        Posix.SyncDirectory(directory);
    }
}
