using System.Runtime.InteropServices;

namespace FlumeSharp.Channels.File.Segments;

/// <summary>Writes and reads the body of a frame of takes: ranges of numbers, as distances and lengths.</summary>
internal static class TakesFrame
{
    /// <summary>Encodes ranges that ascend and do not touch.</summary>
    public static void Encode(ReadOnlySpan<NumberRange> ranges, FrameBuffer buffer)
    {
        buffer.Begin();
        var at = ranges[0].First;
        foreach (var range in ranges)
        {
            var room = buffer.Reserve(2 * VarInt.MaxLength);
            var length = VarInt.Write(room, (ulong)(range.First - at));
            length += VarInt.Write(room[length..], (ulong)(range.Count - 1));
            buffer.Advance(length);
            at = range.Last + 1;
        }

        buffer.Pad();
    }

    /// <summary>Joins ascending numbers to ranges.</summary>
    public static void AddRanges(List<NumberRange> ranges, long number)
    {
        if (ranges.Count > 0 && ranges[^1].Last + 1 == number)
        {
            CollectionsMarshal.AsSpan(ranges)[^1] = ranges[^1] with { Last = number };
        }
        else
        {
            ranges.Add(new(number, number));
        }
    }

    /// <summary>Reads the ranges of a frame; false when they make no sense.</summary>
    public static bool TryDecode(in FrameHeader header, ReadOnlySpan<byte> body, List<NumberRange> ranges)
    {
        ranges.Clear();
        if (Checksum.Of(body) != header.BodyChecksum)
        {
            return false;
        }

        var at = header.First;
        for (var i = 0; i < header.Count; i++)
        {
            if (!VarInt.TryRead(ref body, out var distance) || !VarInt.TryRead(ref body, out var more))
            {
                return false;
            }

            var first = at + (long)distance;
            var last = first + (long)more;
            if (first < at || last < first)
            {
                return false;
            }

            ranges.Add(new(first, last));
            at = last + 1;
        }

        return true;
    }
}
