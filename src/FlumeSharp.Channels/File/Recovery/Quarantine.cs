using System.Globalization;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.File.Recovery;

/// <summary>Where bytes go that fail their check: a file of their own, named after where they stood, a count, and a line in the log.</summary>
internal sealed class Quarantine(IStorage storage, FileChannelCounters counters, ILogger logger, string channel)
{
    public const string FolderName = "quarantine";
    private const int MostBytes = 64 << 20;
    private readonly HashSet<string> _known = [];

    /// <summary>Bytes of a segment are damaged.</summary>
    public void Add(Segment segment, Damage damage, Func<long, int, byte[]> read)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(segment.Path)}-{damage.Position}.bin");
        lock (_known)
        {
            if (!_known.Add(name))
            {
                return;
            }
        }

        counters.Corrupt.Add(Math.Max(1, damage.LostEvents));
        Log.CorruptBytes(logger, damage.What, segment.Path, damage.Position, damage.Length, damage.LostEvents, channel);
        var folder = Path.Combine(segment.Directory, FolderName);
        try
        {
            storage.CreateDirectory(folder);
            if (storage.ListFiles(folder).Contains(name))
            {
                return;
            }

            using var file = storage.Create(Path.Combine(folder, name));
            file.Write(read(damage.Position, (int)Math.Min(damage.Length, MostBytes)), 0);
            file.Flush();
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure))
        {
            Log.QuarantineFailed(logger, failure, folder, channel);
        }
    }
}
