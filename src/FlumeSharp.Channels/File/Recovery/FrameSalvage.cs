using System.Buffers.Binary;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Recovery;

/// <summary>Gets the events out of a damaged frame of puts that still are what they were. Each says itself which one of its frame it is.</summary>
internal readonly ref struct FrameSalvage(ReadOnlySpan<byte> frame, FrameHeader header, bool isEncrypted, ISegmentVisitor visitor)
{
    // Bytes checked at places where there might be an event, before the rest of the frame is given up.
    private const long MostWork = 64 << 20;
    private readonly ReadOnlySpan<byte> _frame = frame;

    public void Run()
    {
        Span<int> offsets = stackalloc int[EventBlock.MostEvents];
        var work = 0L;
        var next = 0L;
        var at = FrameHeader.Length;
        while (next < header.Count)
        {
            var from = at;
            var index = FindEvent(ref at, next, ref work);
            if (from != at || index < 0)
            {
                var lost = (int)((index < 0 ? header.Count : index) - next);
                visitor.OnDamage(new(header.Position + from, (index < 0 ? _frame.Length : at) - from, lost, "event"));
            }

            if (index < 0)
            {
                return;
            }

            var count = EventBlock.CountOf(_frame[at..], isEncrypted);
            for (var ordinal = 0; ordinal < count; ordinal++)
            {
                offsets[ordinal] = at + ordinal;
            }

            visitor.OnPuts(header.First + index, header.Position, offsets[..count], _frame);
            EventDecoder.IsWhole(_frame[at..], isEncrypted, out var length);
            at = Math.Min(EventBlock.EndOf(at + length, isEncrypted), _frame.Length);
            next = index + count;
        }
    }

    // Tries the place itself, then the one that the length there points to, then each after it.
    private long FindEvent(ref int at, long next, ref long work)
    {
        var index = IndexAt(at, next, ref work);
        if (index >= 0)
        {
            return index;
        }

        if (_frame.Length - at >= EventEncoder.RecordHeaderLength)
        {
            var behind = at + EventEncoder.RecordHeaderLength + (long)BinaryPrimitives.ReadInt32LittleEndian(_frame[at..]);
            behind = isEncrypted ? FrameHeader.Padded(behind) : behind;
            if (behind > at && behind < _frame.Length && (index = IndexAt((int)behind, next + 1, ref work)) >= 0)
            {
                at = (int)behind;
                return index;
            }
        }

        var step = isEncrypted ? FrameHeader.Alignment : 1;
        for (var place = at + step; place < _frame.Length && work < MostWork; place += step)
        {
            index = IndexAt(place, next + 1, ref work);
            if (index >= 0)
            {
                at = place;
                return index;
            }
        }

        return -1;
    }

    private long IndexAt(int place, long atLeast, ref long work)
    {
        var record = _frame[place..];
        var length = record.Length < EventEncoder.RecordHeaderLength ? -1 : BinaryPrimitives.ReadInt32LittleEndian(record);
        if (length < 0 || length > record.Length)
        {
            return -1;
        }

        work += length;
        var index = EventDecoder.IsWhole(record, isEncrypted, out _) ? EventDecoder.IndexOf(record) : -1;
        var count = index < 0 ? 0 : EventBlock.CountOf(record, isEncrypted);
        return index >= atLeast && count > 0 && index + count <= header.Count ? index : -1;
    }
}
