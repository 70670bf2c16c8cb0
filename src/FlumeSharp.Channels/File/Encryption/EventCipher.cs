using System.Buffers.Binary;
using System.Security.Cryptography;
using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Encryption;

/// <summary>
/// Encrypts the events of one segment in place, without allocating, and decrypts them: AES-GCM, an event's number as the nonce, segment,
/// place and count as associated data. Not safe for concurrent use.
/// </summary>
internal sealed class EventCipher : IDisposable
{
    /// <summary>Bytes at the end of a block that prove it.</summary>
    public const int TagLength = 16;

    private const int NonceLength = 12;
    private readonly AesGcm _aes;
    private readonly byte[] _nonce = new byte[NonceLength];
    private readonly byte[] _place = new byte[sizeof(uint) + sizeof(uint) + 1];

    public EventCipher(ReadOnlySpan<byte> key, uint segment)
    {
        _aes = new AesGcm(key, TagLength);
        BinaryPrimitives.WriteUInt32LittleEndian(_place, segment);
    }

    /// <summary>Encrypts all blocks of a frame, and completes their checksums.</summary>
    /// <param name="frame">The frame, as <see cref="EventEncoder.EncodeBlocks"/> left it.</param>
    /// <param name="offsets">Where its events begin.</param>
    /// <param name="first">Number of the first one.</param>
    /// <param name="position">Where the frame is going to stand.</param>
    public void Encrypt(Span<byte> frame, ReadOnlySpan<int> offsets, long first, long position)
    {
        for (var i = 0; i < offsets.Length; i++)
        {
            if (EventBlock.OrdinalOf(offsets[i]) > 0)
            {
                continue;
            }

            var record = frame[offsets[i]..];
            var length = BinaryPrimitives.ReadInt32LittleEndian(record);
            var payload = record.Slice(EventEncoder.RecordHeaderLength, length);
            var clear = VarInt.LengthOf((ulong)i) + 1;
            var content = payload[clear..^TagLength];
            SetPlace(first + i, position + offsets[i], payload[clear - 1]);
            _aes.Encrypt(_nonce, content, content, payload[^TagLength..], _place);
            BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Checksum.Of((uint)length | EventEncoder.EncryptedMark, payload));
        }
    }

    /// <summary>Decrypts a block whose checksum holds.</summary>
    /// <param name="payload">As it stands in the segment.</param>
    /// <param name="number">Its first event's number.</param>
    /// <param name="place">Where it begins.</param>
    /// <returns>Its content, or null when it is not what was written there under that number.</returns>
    public byte[]? TryDecrypt(ReadOnlySpan<byte> payload, long number, long place)
    {
        var rest = payload;
        if (!VarInt.TryRead(ref rest, out _) || rest.Length <= TagLength)
        {
            return null;
        }

        var plain = GC.AllocateUninitializedArray<byte>(rest.Length - 1 - TagLength);
        SetPlace(number, place, rest[0]);
        try
        {
            _aes.Decrypt(_nonce, rest[1..^TagLength], rest[^TagLength..], plain, _place);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    public void Dispose() => _aes.Dispose();

    private void SetPlace(long number, long place, byte count)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_nonce, number);
        BinaryPrimitives.WriteUInt32LittleEndian(_place.AsSpan(sizeof(uint)), (uint)place);
        _place[^1] = count;
    }
}
