using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Recovery;

/// <summary>For a reading that only asks where a segment ends.</summary>
internal sealed class SilentVisitor : ISegmentVisitor
{
    public static SilentVisitor Instance { get; } = new();

    public void OnPuts(long first, long frame, ReadOnlySpan<int> offsets, ReadOnlySpan<byte> bytes)
    {
    }

    public void OnTakes(List<NumberRange> ranges)
    {
    }

    public void OnDamage(Damage damage)
    {
    }

    public void OnUnfinished(long position, long length)
    {
    }
}
