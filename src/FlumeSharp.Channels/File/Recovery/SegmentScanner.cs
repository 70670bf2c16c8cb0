using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Recovery;

/// <summary>
/// Reads the frames of a segment and tells damage from a write that was never finished: docs/specs/file-channel-format.md, section 8.
/// </summary>
/// <param name="window">The segment.</param>
/// <param name="flushed">What is known to have been flushed; more may turn out while reading.</param>
/// <param name="visitor">Who hears of it.</param>
internal sealed class SegmentScanner(SegmentWindow window, long flushed, ISegmentVisitor visitor)
{
    private readonly List<NumberRange> _ranges = [];
    private long _flushed = flushed;
    private int[] _offsets = new int[1024];

    /// <summary>What is known to have been flushed.</summary>
    public long Flushed => _flushed;

    /// <summary>Reads from a place to the end.</summary>
    /// <returns>Where the content ends.</returns>
    public long Scan(long position)
    {
        while (position < window.End)
        {
            var isFrame = window.TryReadHeader(position, out var header);
            if (isFrame && TryVisit(header))
            {
                _flushed = Math.Max(_flushed, header.Flushed);
                position += header.FullLength;
                continue;
            }

            if (!WasFlushed(position))
            {
                visitor.OnUnfinished(position, window.End - position);
                return position;
            }

            position = isFrame ? Salvage(header) : Skip(position);
        }

        return window.End;
    }

    private bool TryVisit(in FrameHeader header)
    {
        var frame = window.Get(header.Position, FrameHeader.Length + header.BodyLength);
        if (frame.Length < FrameHeader.Length + header.BodyLength)
        {
            return false;
        }

        if (header.Type == FrameType.Takes)
        {
            if (!TakesFrame.TryDecode(header, frame[FrameHeader.Length..], _ranges))
            {
                return false;
            }

            visitor.OnTakes(_ranges);
            return true;
        }

        if (!window.IsReadable)
        {
            return false;
        }

        if (_offsets.Length < header.Count)
        {
            if (header.Count > header.BodyLength / 2)
            {
                return false;
            }

            _offsets = new int[header.Count];
        }

        var at = FrameHeader.Length;
        for (var i = 0; i < header.Count;)
        {
            at = Math.Min(EventBlock.EndOf(at, window.IsEncrypted), frame.Length);
            if (!EventDecoder.IsWhole(frame[at..], window.IsEncrypted, out var length) || EventDecoder.IndexOf(frame[at..]) != i)
            {
                return false;
            }

            var count = EventBlock.CountOf(frame[at..], window.IsEncrypted);
            if (count == 0 || count > header.Count - i)
            {
                return false;
            }

            for (var ordinal = 0; ordinal < count; ordinal++)
            {
                _offsets[i++] = at + ordinal;
            }

            at += length;
        }

        if (at != frame.Length)
        {
            return false;
        }

        visitor.OnPuts(header.First, header.Position, _offsets.AsSpan(0, header.Count), frame);
        return true;
    }

    // Whether anything behind says that more than this had been flushed when it was written.
    private bool WasFlushed(long position)
    {
        for (var at = position; _flushed <= position; at += FrameHeader.Alignment)
        {
            at = window.FindHeader(at);
            if (!window.TryReadHeader(at, out var header))
            {
                return false;
            }

            _flushed = Math.Max(_flushed, header.Flushed);
        }

        return true;
    }

    private long Skip(long position)
    {
        var next = window.FindHeader(position + FrameHeader.Alignment);
        visitor.OnDamage(new(position, next - position, 0, "frame"));
        return next;
    }

    private long Salvage(in FrameHeader header)
    {
        if (header.Type == FrameType.Takes)
        {
            visitor.OnDamage(new(header.Position, header.FullLength, 0, "takes"));
        }
        else if (!window.IsReadable)
        {
            visitor.OnDamage(new(header.Position, header.FullLength, header.Count, "puts whose key has lost its name"));
        }
        else
        {
            new FrameSalvage(window.Get(header.Position, FrameHeader.Length + header.BodyLength), header, window.IsEncrypted, visitor).Run();
        }

        return header.Position + header.FullLength;
    }
}
