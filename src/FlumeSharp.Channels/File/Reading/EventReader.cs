using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Recovery;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Reading;

/// <summary>
/// Reads events that are no longer in memory, in pieces of 64 KiB that neighbouring events then share as their bodies. One reader at a
/// time: takes ask for events that follow each other.
/// </summary>
internal sealed class EventReader(IStorage storage, SegmentTable segments, Quarantine? quarantine) : IDisposable
{
    private const int PieceLength = 64 * 1024;
    private readonly Lock _gate = new();
    private readonly EventDecoder _decoder = new();
    private readonly OpenSegments _files = new(storage);
    private readonly OpenBlock _block = new();
    private byte[] _piece = [];
    private byte[] _encrypted = [];
    private uint _pieceSegment;
    private long _pieceStart;
    private int _pieceLength;

    /// <summary>Reads one event.</summary>
    /// <returns>Null when it is damaged; it is in quarantine then.</returns>
    public Event? Read(Claim claim)
    {
        lock (_gate)
        {
            var segment = segments.Find(claim.Pointer.Segment);
            return segment.IsEncrypted ? ReadEncrypted(segment, claim) : ReadPlain(segment, claim.Pointer.Place);
        }
    }

    /// <summary>Closes the file of a segment that is going to be deleted.</summary>
    public void Forget(Segment segment)
    {
        lock (_gate)
        {
            _files.Close(segment.Id);
            _pieceLength = _pieceSegment == segment.Id ? 0 : _pieceLength;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _files.Dispose();
        }
    }

    private Event? ReadPlain(Segment segment, long place)
    {
        var record = LoadRecord(segment, place);
        if (EventDecoder.IsWhole(record.Span, isEncrypted: false, out var length)
            && _decoder.Decode(record[EventEncoder.RecordHeaderLength..length]) is { } item)
        {
            return item;
        }

        PutAside(segment, new(place, Math.Max(record.Length, 1), 1, "event"));
        return null;
    }

    private Event? ReadEncrypted(Segment segment, Claim claim)
    {
        var place = EventBlock.PlaceOf(claim.Pointer.Place);
        var ordinal = EventBlock.OrdinalOf(claim.Pointer.Place);
        if (!_block.Is(segment, place))
        {
            var record = LoadRecord(segment, place);
            if (!EventDecoder.IsWhole(record.Span, isEncrypted: true, out var length) || _files.CipherOf(segment) is not { } cipher
                || !_block.TryOpen(segment, place, record.Span[EventEncoder.RecordHeaderLength..length], claim.Number - ordinal, cipher))
            {
                var lost = record.Length > EventEncoder.RecordHeaderLength ? EventBlock.CountOf(record.Span, isEncrypted: true) : 0;
                PutAside(segment, new(place, Math.Max(record.Length, 1), Math.Max(lost, 1), "block of events"));
                return null;
            }
        }

        return _block.ContentAt(ordinal) is { } content ? _decoder.DecodeContent(content) : null;
    }

    private ReadOnlyMemory<byte> LoadRecord(Segment segment, long place)
    {
        var record = Load(segment, place, EventEncoder.RecordHeaderLength);
        if (record.Length >= EventEncoder.RecordHeaderLength)
        {
            var payload = BitConverter.ToInt32(record.Span);
            if (payload > 0 && payload <= segment.End - place)
            {
                record = Load(segment, place, EventEncoder.RecordHeaderLength + payload);
            }
        }

        return record;
    }

    private ReadOnlyMemory<byte> Load(Segment segment, long place, int length)
    {
        var at = place - _pieceStart;
        if (_pieceSegment != segment.Id || at < 0 || at + length > _pieceLength)
        {
            var wanted = (int)Math.Min(Math.Max(length, PieceLength), Math.Max(0, segment.End - place));

            // Not from a pool: the events that are cut from it keep it for as long as they live. Those of an encrypted one are not.
            _piece = segment.IsEncrypted && wanted <= PieceLength ? Encrypted() : GC.AllocateUninitializedArray<byte>(wanted);
            _pieceLength = 0;
            _pieceLength = _files.Get(segment).Read(_piece.AsSpan(0, wanted), place);
            _pieceSegment = segment.Id;
            _pieceStart = place;
            at = 0;
        }

        return _piece.AsMemory((int)at, (int)Math.Min(_pieceLength - at, length));
    }

    private byte[] Encrypted() => _encrypted.Length > 0 ? _encrypted : _encrypted = GC.AllocateUninitializedArray<byte>(PieceLength);

    private void PutAside(Segment segment, Damage damage) => quarantine?.Add(segment, damage, (position, count) =>
    {
        var bytes = new byte[count];
        return bytes[.._files.Get(segment).Read(bytes, position)];
    });
}
