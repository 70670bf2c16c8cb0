using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Recovery;

/// <summary>Hears what stands in a segment.</summary>
internal interface ISegmentVisitor
{
    /// <summary>Events whose checksums hold; all of a frame, or what is left of it.</summary>
    /// <param name="first">The first one's number; the others follow it.</param>
    /// <param name="frame">Where their frame stands.</param>
    /// <param name="offsets">Where they stand in it.</param>
    /// <param name="bytes">The frame.</param>
    void OnPuts(long first, long frame, ReadOnlySpan<int> offsets, ReadOnlySpan<byte> bytes);

    /// <summary>Numbers that are gone.</summary>
    void OnTakes(List<NumberRange> ranges);

    /// <summary>Bytes that had been flushed and are not what was written.</summary>
    void OnDamage(Damage damage);

    /// <summary>A write that was never finished: the segment ends here.</summary>
    void OnUnfinished(long position, long length);
}
