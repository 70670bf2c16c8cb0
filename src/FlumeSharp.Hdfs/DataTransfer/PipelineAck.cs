using System.Runtime.InteropServices;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// An acknowledgement as the first datanode passes it on: <c>1: sequence (zigzag) | 2: status per node | 3: nanoseconds downstream |
/// 4: flags per node (packed), whose lower four bits are the status</c>. Where there are flags they count.
/// </summary>
/// <param name="Sequence">The packet's number; -1 for a heartbeat, -2 where a node failed.</param>
/// <param name="BadNode">Index of the last node that did not succeed, or -1.</param>
/// <param name="BadStatus">That node's status.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PipelineAck(long Sequence, int BadNode, TransferStatus BadStatus)
{
    private const int MaxNodes = 512;

    /// <exception cref="InvalidDataException">The bytes are not an acknowledgement.</exception>
    public static PipelineAck Read(ReadOnlySpan<byte> message)
    {
        long sequence = 0;
        var replies = new NodeStatuses();
        var flags = new NodeStatuses();
        while (!message.IsEmpty)
        {
            var tag = Varint(ref message);
            switch (tag)
            {
                case 0x08:
                    var zigzag = Varint(ref message);
                    sequence = (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
                    break;
                case 0x10:
                    replies.Add(Varint(ref message));
                    break;
                case 0x12:
                    replies.AddPacked(ref message);
                    break;
                case 0x20:
                    flags.Add(Varint(ref message) & 0xF);
                    break;
                case 0x22:
                    flags.AddPacked(ref message);
                    break;
                case var other when (other & 7) == 0:
                    Varint(ref message);
                    break;
                default:
                    throw new InvalidDataException($"unknown field {tag:x} in an acknowledgement");
            }
        }
        var counted = flags.Count > 0 ? flags : replies;
        return new PipelineAck(sequence, counted.LastBad, counted.LastBadStatus);
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        if (!Delimited.TryReadVarint(message, out var value, out var length))
            throw new InvalidDataException("an acknowledgement is cut off");
        message = message[length..];
        return value;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct NodeStatuses
    {
        public int Count;
        private int _lastBadPlusOne;

        public readonly int LastBad => _lastBadPlusOne - 1;

        public TransferStatus LastBadStatus { get; private set; }

        public void Add(ulong value)
        {
            var status = (TransferStatus)(value & 0xF);
            if (status != TransferStatus.Success)
            {
                _lastBadPlusOne = Count + 1;
                LastBadStatus = status;
            }
            if (++Count > MaxNodes)
                throw new InvalidDataException("an acknowledgement names more nodes than any pipeline has");
        }

        public void AddPacked(ref ReadOnlySpan<byte> message)
        {
            var length = Varint(ref message);
            if (length > (ulong)message.Length)
                throw new InvalidDataException("an acknowledgement is cut off");
            var packed = message[..(int)length];
            while (!packed.IsEmpty)
                Add(Varint(ref packed));
            message = message[(int)length..];
        }
    }
}
