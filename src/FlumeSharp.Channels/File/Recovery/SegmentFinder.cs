using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Recovery;

/// <summary>Finds the segments of the data directories and reads their headers.</summary>
internal static class SegmentFinder
{
    /// <summary>All segments in the order of their ids.</summary>
    /// <exception cref="ChannelException">They are of two channels, of a newer version, or one is there twice.</exception>
    public static List<RecoveredSegment> Find(IStorage storage, IReadOnlyList<string> directories)
    {
        var found = new SortedDictionary<uint, RecoveredSegment>();
        RecoveredSegment? owner = null;
        foreach (var directory in directories)
        {
            foreach (var id in storage.ListFiles(directory).Select(Segment.IdOf).Where(static id => id != 0).Order())
            {
                var segment = Open(storage, id, directory);
                if (!found.TryAdd(id, segment))
                {
                    throw new ChannelException($"Segment {id} is in {found[id].Segment.Directory} and in {directory}: dataDirs names directories that do not belong together. Nothing was changed.");
                }

                if (segment.Header is { } header)
                {
                    owner ??= segment;
                    if (owner.Header!.Value.Channel != header.Channel)
                    {
                        throw new ChannelException($"{segment.Segment.Path} and {owner.Segment.Path} belong to different channels: dataDirs names directories that do not belong together. Nothing was changed.");
                    }

                    // Not always the neighbour: what a failed beginning left between the two says nothing.
                    if (found.TryGetValue(header.Previous, out var before) && before.Segment.Directory == directory)
                    {
                        before.StatedEnd = header.PreviousEnd;
                    }
                }
            }
        }

        return [.. found.Values];
    }

    private static RecoveredSegment Open(IStorage storage, uint id, string directory)
    {
        var path = Path.Combine(directory, Segment.NameOf(id));
        using var file = storage.OpenRead(path);
        Span<byte> bytes = stackalloc byte[SegmentHeader.Length];
        var read = file.Read(bytes, 0);
        var isWhole = SegmentHeader.TryRead(bytes[..read], path, out var header);
        if (isWhole && header.Id != id)
        {
            throw new ChannelException($"{path} was renamed: its name was {Segment.NameOf(header.Id)}. Nothing was changed.");
        }

        // A damaged header does not say whether events are encrypted; what names the key does.
        var damaged = 0;
        var encryption = !isWhole || header.IsEncrypted ? EncryptionHeader.Find(file, id, out damaged) : null;
        var isEncrypted = isWhole ? header.IsEncrypted : encryption is not null;
        var first = isWhole ? (int)header.FirstFrame : encryption?.FirstFrame ?? SegmentHeader.Length;
        var segment = new Segment(id, directory) { FirstFrame = first, IsEncrypted = isEncrypted, Encryption = encryption };
        return new(segment, isWhole ? header : null, file.Length) { DamagedKeyNames = isEncrypted ? damaged : 0 };
    }
}
