using System.Buffers.Binary;
using FlumeSharp.Channels.File.JavaLogs.Protos;
using Google.Protobuf;

namespace FlumeSharp.Channels.File.JavaLogs;

// A log has no header. Records follow each other without a gap:
//
//   0   1  7f record, 00 skip it (the integrity tool's work, or a tail of zeros), 80 end of data (Java grows files by 1 MiB of 80)
//   1   4  length of the payload, big-endian
//   5   n  payload, encrypted as a whole where the log is: three messages, each with its length as a varint in front:
//          header (23 bytes: type, transaction, write order), body (by type), footer (empty, so one byte 00)
//
// Nothing but the body of an event has a checksum. What can be checked instead is that the payload's length and the lengths inside it
// agree, that each message has exactly the fields of its type, and that another record begins where this one ends.

/// <summary>Reads the records of one log at offsets that the caller names, and tells sound ones from damaged ones.</summary>
internal sealed class LogFileReader : IDisposable
{
    private const int FrameLength = 5;
    private const int HeaderLength = 23;

    // Length of the header's length, the header, and the body's length as the longest varint.
    private const int PrefixLength = 1 + HeaderLength + 5;
    private const int LongestFixedBody = 10;
    private const int SearchedLength = 4 * 1024 * 1024;

    private const byte Record = 0x7F;
    private const byte Skip = 0x00;
    private const byte End = 0x80;

    private readonly LogWindow _window;
    private readonly RecordCipher? _cipher;
    private readonly byte[] _prefix = new byte[PrefixLength + LongestFixedBody];

    public LogFileReader(JavaLogFile log, RecordCipher? cipher)
    {
        Log = log;
        _cipher = cipher;
        _window = new LogWindow(log.Path);
    }

    public JavaLogFile Log { get; }

    /// <summary>The file's length.</summary>
    public long Length => _window.Length;

    /// <summary>What stands at an offset, by its first five bytes.</summary>
    /// <param name="offset">The offset.</param>
    /// <param name="length">Of a part to skip and of a record: its length, frame included, as its first bytes tell it.</param>
    public FrameKind Classify(long offset, out long length)
    {
        var frame = _window.Peek(offset, FrameLength);
        length = 0;
        if (frame.IsEmpty || frame[0] == End)
            return FrameKind.End;
        if (frame.Length < FrameLength)
            return FrameKind.Incomplete;
        var payload = BinaryPrimitives.ReadInt32BigEndian(frame[1..]);
        var fits = payload >= 0 && payload <= Length - offset - FrameLength;
        length = FrameLength + (long)payload;
        if (frame[0] == Skip)
            return fits ? FrameKind.Skipped : FrameKind.Incomplete;
        return fits ? FrameKind.Record : FrameKind.Incomplete;
    }

    /// <summary>Reads the record at an offset, whatever its first byte and its length say, if enough of it is sound.</summary>
    /// <returns>Whether it can be relied upon; <see cref="RecordFrame.Defect"/> may still name a small damage.</returns>
    public bool TryRead(long offset, out RecordFrame frame)
    {
        frame = default;
        var frameBytes = _window.Peek(offset, FrameLength);
        // A skipped record is as a rule a sound one whose first byte the integrity tool has overwritten: it must not come back.
        if (frameBytes.Length < FrameLength || frameBytes[0] is Skip or End)
            return false;
        var isMarked = frameBytes[0] == Record;
        var outer = FrameLength + (long)BinaryPrimitives.ReadInt32BigEndian(frameBytes[1..]);
        if (!TryReadInner(offset, out var record, out var bodyOffset, out var bodyLength))
            return false;

        // The lengths inside the payload are a second opinion about the length in front of it.
        var inner = FrameLength + (long)bodyOffset + bodyLength + 1;
        if (inner > Length - offset)
            return false;
        var hasFooter = ReadPayloadByte(offset, inner - FrameLength - 1) == 0;
        var defect = (isMarked, outer == inner, hasFooter) switch
        {
            (true, true, true) => null,
            (false, true, true) => "the first byte of the record is damaged; its other parts agree",
            (true, false, true) => "the length in front of the record is damaged; the lengths in it agree",
            (true, true, false) => "the last byte of the record is damaged, as a torn write leaves it",
            _ => "",
        };
        if (defect is "" || (defect is not null && !IsBoundary(offset + inner)))
            return false;
        frame = new RecordFrame(record, inner, bodyOffset, bodyLength, defect);
        return true;
    }

    /// <summary>Whether a record, a part to skip, or the end stands at an offset.</summary>
    public bool IsBoundary(long offset)
    {
        if (offset == Length)
            return true;
        return Classify(offset, out _) switch
        {
            FrameKind.End or FrameKind.Skipped => true,
            FrameKind.Record => TryReadInner(offset, out _, out _, out _),
            // A log cut within the five bytes of a frame ends there, as it does for Java.
            _ => Length - offset < FrameLength || TryReadInner(offset, out _, out _, out _),
        };
    }

    /// <summary>Whether only filler follows.</summary>
    public bool HasOnlyFiller(long offset)
    {
        while (offset < Length)
        {
            var bytes = _window.Peek(offset, LogWindow.Size);
            if (bytes.IsEmpty || bytes.ContainsAnyExcept(End))
                return bytes.IsEmpty;
            offset += bytes.Length;
        }

        return true;
    }

    /// <summary>
    /// Whether something like a record stands within the next megabytes. It tells a torn tail from damage; it is no place to read on,
    /// because the body of an event may look like a record.
    /// </summary>
    public bool HasRecordAfter(long offset)
    {
        var end = Math.Min(Length, offset + SearchedLength);
        for (offset++; offset < end;)
        {
            var bytes = _window.Peek(offset, (int)Math.Min(LogWindow.Size, end - offset));
            var at = bytes.IndexOf(Record);
            if (bytes.IsEmpty)
                return false;
            offset += at < 0 ? bytes.Length : at;
            if (at >= 0 && TryReadInner(offset++, out _, out _, out _))
                return true;
        }

        return false;
    }

    /// <summary>Reads the body of a record's message.</summary>
    public byte[] ReadBody(long offset, RecordFrame frame)
    {
        var body = GC.AllocateUninitializedArray<byte>(frame.BodyLength);
        if (!_window.Read(offset + FrameLength + frame.BodyOffset, body))
            throw new EndOfStreamException($"{Log.Path} became shorter while it was read.");
        _cipher?.Apply(body, frame.BodyOffset);
        return body;
    }

    public void Dispose()
    {
        _window.Dispose();
        _cipher?.Dispose();
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> bytes, out RecordType type, out long transactionId, out long writeOrder)
    {
        (type, transactionId, writeOrder) = (default, 0, 0);
        if (!StrictMessage.TryParse<RecordHeaderMessage>(bytes, out var header)
            || header is not { HasType: true, HasTransactionId: true, HasWriteOrderId: true, Type: >= 1 and <= 4 })
            return false;
        (type, transactionId, writeOrder) = ((RecordType)header.Type, header.TransactionId, header.WriteOrderId);
        return true;
    }

    // Everything but the event of a put, in one read of at most 39 bytes.
    private bool TryReadInner(long offset, out LogRecord record, out int bodyOffset, out int bodyLength)
    {
        (record, bodyOffset, bodyLength) = (default, 0, 0);
        var raw = _window.Peek(offset + FrameLength, _prefix.Length);
        raw.CopyTo(_prefix);
        var payload = _prefix.AsSpan(0, raw.Length);
        _cipher?.Apply(payload, 0);
        if (payload.Length < 2 + HeaderLength || payload[0] != HeaderLength
            || !TryReadHeader(payload.Slice(1, HeaderLength), out var type, out var transactionId, out var writeOrder)
            || !TryReadLength(payload[(1 + HeaderLength)..], out bodyLength, out var lengthBytes))
            return false;

        bodyOffset = 1 + HeaderLength + lengthBytes;
        var pointer = new EventPointer(Log.Id, (int)offset);
        RecordType commits = default;
        if (type != RecordType.Put)
        {
            if (bodyLength > LongestFixedBody || bodyOffset + bodyLength > payload.Length
                || !TryReadFixedBody(type, payload.Slice(bodyOffset, bodyLength), out pointer, out commits))
                return false;
        }

        record = new LogRecord(type, transactionId, writeOrder, pointer, commits);
        return true;
    }

    private static bool TryReadFixedBody(RecordType type, ReadOnlySpan<byte> body, out EventPointer pointer, out RecordType commits)
    {
        (pointer, commits) = (default, default);
        switch (type)
        {
            case RecordType.Take:
                if (!StrictMessage.TryParse<TakeMessage>(body, out var take) || !take.HasFileId || !take.HasOffset)
                    return false;
                pointer = new EventPointer(take.FileId, take.Offset);
                return true;
            case RecordType.Commit:
                if (!StrictMessage.TryParse<CommitMessage>(body, out var commit) || commit.Type is not (1 or 2))
                    return false;
                commits = (RecordType)commit.Type;
                return true;
            default:
                return body.IsEmpty;
        }
    }

    private static bool TryReadLength(ReadOnlySpan<byte> bytes, out int length, out int count)
    {
        (length, count) = (0, 0);
        var value = 0L;
        for (; count < Math.Min(bytes.Length, 5); count++)
        {
            value |= (long)(bytes[count] & 0x7F) << (7 * count);
            if (bytes[count] >= 0x80)
                continue;
            length = (int)value;
            return value <= int.MaxValue && ++count == CodedOutputStream.ComputeLengthSize(length);
        }

        return false;
    }

    private byte ReadPayloadByte(long offset, long payloadOffset)
    {
        Span<byte> single = stackalloc byte[1];
        _window.Peek(offset + FrameLength + payloadOffset, 1).CopyTo(single);
        _cipher?.Apply(single, payloadOffset);
        return single[0];
    }
}
