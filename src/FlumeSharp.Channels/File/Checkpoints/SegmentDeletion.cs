using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Reading;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;
using FlumeSharp.Channels.File.Writing;

namespace FlumeSharp.Channels.File.Checkpoints;

/// <summary>Deletes segments so that those which stay still say what is gone: section 7 of the format.</summary>
internal sealed class SegmentDeletion(LogSettings settings, SegmentTable segments, EventQueue queue, EventReader reader, GroupCommitter committer)
{
    private readonly CommitRequest _request = new();

    /// <summary>
    /// Segments without events that are older than the newest of their directory. One that was not flushed yet does not count as the
    /// newest: a power cut may take it away, and what it says of the others with it.
    /// </summary>
    public List<Segment> FindUnneeded()
    {
        lock (queue.Gate)
        {
            var all = segments.Snapshot();
            var newest = all.Where(static segment => segment.IsDurable).GroupBy(static segment => segment.Directory).ToDictionary(static group => group.Key, static group => group.Max(static segment => segment.Id));
            return [.. all.Where(segment => segment is { Live: 0, IsInUse: false } && segment.Id < newest.GetValueOrDefault(segment.Directory) && !StatesAnEnd(segment, all))];
        }
    }

    // Its header alone keeps what stands behind the end of the one before it from being read.
    private static bool StatesAnEnd(Segment segment, Segment[] all) =>
        all.LastOrDefault(other => other.Directory == segment.Directory && other.Id < segment.Id) is { HasTail: true };

    /// <summary>Deletes segments that no checkpoint mentions.</summary>
    /// <returns>How many.</returns>
    public async Task<int> DeleteAsync(List<Segment> unneeded)
    {
        foreach (var segment in unneeded)
        {
            await RepeatTakesAsync(segment).ConfigureAwait(false);
            settings.Fault?.Invoke(FaultPoint.BeforeDelete);
            reader.Forget(segment);
            settings.Storage.Delete(segment.Path);
            settings.Fault?.Invoke(FaultPoint.AfterDelete);
            settings.Storage.SyncDirectory(segment.Directory);

            // Not before: should the name come back, takes of its events must have been kept.
            segments.Remove(segment);
        }

        return unneeded.Count;
    }

    // Takes of events in segments that stay.
    private async Task RepeatTakesAsync(Segment segment)
    {
        var gone = new List<NumberRange>();
        foreach (var other in segments.Snapshot())
        {
            var both = segment.Takes.Meet(other.Puts);
            if (other != segment && !both.IsEmpty)
            {
                gone.AddRange(queue.Gone(both));
            }
        }

        if (gone.Count == 0)
        {
            return;
        }

        _request.SetTakes([.. Joined(gone)], claims: null);
        await committer.CommitAsync(_request).ConfigureAwait(false);
        _request.Forget();
        if (!settings.FlushesEachGroup)
        {
            await committer.FlushAsync().ConfigureAwait(false);
        }
    }

    private static List<NumberRange> Joined(List<NumberRange> ranges)
    {
        ranges.Sort(static (a, b) => a.First.CompareTo(b.First));
        var joined = new List<NumberRange>();
        foreach (var range in ranges)
        {
            if (joined.Count > 0 && range.First <= joined[^1].Last + 1)
            {
                joined[^1] = joined[^1].Join(range);
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }
}
