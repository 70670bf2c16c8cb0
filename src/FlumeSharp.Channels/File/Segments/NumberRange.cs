using System.Runtime.InteropServices;

namespace FlumeSharp.Channels.File.Segments;

/// <summary>Event numbers that follow each other, both ends included.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NumberRange(long First, long Last)
{
    /// <summary>No number at all; joining with it changes nothing.</summary>
    public static NumberRange None => new(long.MaxValue, long.MinValue);

    public bool IsEmpty => First > Last;

    public long Count => IsEmpty ? 0 : Last - First + 1;

    /// <summary>The smallest range that holds both.</summary>
    public NumberRange Join(NumberRange other) => new(Math.Min(First, other.First), Math.Max(Last, other.Last));

    /// <summary>What both hold.</summary>
    public NumberRange Meet(NumberRange other) => new(Math.Max(First, other.First), Math.Min(Last, other.Last));
}
