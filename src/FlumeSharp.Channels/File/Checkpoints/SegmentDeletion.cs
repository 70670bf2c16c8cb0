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

    /// <summary>Segments without events that are not the newest of their directory.</summary>
    public List<Segment> FindUnneeded()
    {
        lock (queue.Gate)
        {
            var all = segments.Snapshot();
            var newest = all.GroupBy(static segment => segment.Directory).Select(static group => group.Max(static segment => segment.Id)).ToHashSet();
            return [.. all.Where(segment => segment.Live == 0 && segment.Writing is null && !newest.Contains(segment.Id))];
        }
    }

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
            segments.Remove(segment);
            settings.Fault?.Invoke(FaultPoint.AfterDelete);
            settings.Storage.SyncDirectory(segment.Directory);
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
