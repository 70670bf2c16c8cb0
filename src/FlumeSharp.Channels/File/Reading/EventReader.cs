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
    private byte[] _piece = [];
    private uint _pieceSegment;
    private long _pieceStart;
    private int _pieceLength;

    /// <summary>Reads one event.</summary>
    /// <returns>Null when it is damaged; it is in quarantine then.</returns>
    public Event? Read(EventPointer pointer)
    {
        lock (_gate)
        {
            var record = Load(pointer, EventEncoder.RecordHeaderLength);
            if (record.Length >= EventEncoder.RecordHeaderLength)
            {
                var payload = BitConverter.ToInt32(record.Span);
                if (payload > 0 && payload <= segments.Find(pointer.Segment).End - pointer.Place)
                {
                    record = Load(pointer, EventEncoder.RecordHeaderLength + payload);
                }
            }

            if (EventDecoder.IsWhole(record.Span, out var length)
                && _decoder.Decode(record[EventEncoder.RecordHeaderLength..length]) is { } item)
            {
                return item;
            }

            PutAside(pointer, Math.Max(record.Length, 1));
            return null;
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

    private ReadOnlyMemory<byte> Load(EventPointer pointer, int length)
    {
        var at = pointer.Place - _pieceStart;
        if (_pieceSegment != pointer.Segment || at < 0 || at + length > _pieceLength)
        {
            var segment = segments.Find(pointer.Segment);
            var wanted = (int)Math.Min(Math.Max(length, PieceLength), Math.Max(0, segment.End - pointer.Place));

            // Not from a pool: the events that are cut from it keep it for as long as they live.
            _piece = GC.AllocateUninitializedArray<byte>(wanted);
            _pieceLength = 0;
            _pieceLength = _files.Get(segment).Read(_piece, pointer.Place);
            _pieceSegment = pointer.Segment;
            _pieceStart = pointer.Place;
            at = 0;
        }

        return _piece.AsMemory((int)at, (int)Math.Min(_pieceLength - at, length));
    }

    private void PutAside(EventPointer pointer, int length)
    {
        var segment = segments.Find(pointer.Segment);
        quarantine?.Add(segment, new(pointer.Place, length, 1, "event"), (position, count) =>
        {
            var bytes = new byte[count];
            return bytes[.._files.Get(segment).Read(bytes, position)];
        });
    }
}
