using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>
/// Decrypts records as Java Flume's <c>AESCTRNOPADDING</c> does: AES in counter mode, with the same first counter for every record of
/// a log. The key stream is therefore the same for all records, and its beginning is kept.
/// </summary>
/// <remarks>For reading old files only. Reusing a key stream leaks data, and nothing here notices a changed byte.</remarks>
internal sealed class RecordCipher : IDisposable
{
    public const string ProviderName = "AESCTRNOPADDING";

    /// <summary>Bytes of the first counter block.</summary>
    public const int ParametersLength = 16;

    private const int BlockSize = 16;
    private const int KeptLength = 4096;

    private readonly Aes _aes = Aes.Create();
    private readonly UInt128 _firstCounter;
    private readonly byte[] _kept = new byte[KeptLength];
    private readonly byte[] _further = new byte[KeptLength];

    public RecordCipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> parameters)
    {
        _aes.Key = key.ToArray();
        _firstCounter = BinaryPrimitives.ReadUInt128BigEndian(parameters);
        FillKeyStream(0, _kept);
    }

    /// <summary>Decrypts a part of a record's payload in place.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="payloadOffset">Where in the payload they stand.</param>
    public void Apply(Span<byte> data, long payloadOffset)
    {
        while (!data.IsEmpty)
        {
            var block = payloadOffset / BlockSize;
            var skip = (int)(payloadOffset % BlockSize);
            int count;
            if (payloadOffset < KeptLength)
            {
                count = (int)Math.Min(data.Length, KeptLength - payloadOffset);
                Xor(data[..count], _kept.AsSpan((int)payloadOffset, count));
            }
            else
            {
                count = Math.Min(data.Length, KeptLength - skip);
                FillKeyStream(block, _further.AsSpan(0, (skip + count + BlockSize - 1) / BlockSize * BlockSize));
                Xor(data[..count], _further.AsSpan(skip, count));
            }

            data = data[count..];
            payloadOffset += count;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _aes.Dispose();

    private static void Xor(Span<byte> data, ReadOnlySpan<byte> stream)
    {
        for (var i = 0; i < data.Length; i++)
            data[i] ^= stream[i];
    }

    private void FillKeyStream(long firstBlock, Span<byte> stream)
    {
        for (var at = 0; at < stream.Length; at += BlockSize)
            BinaryPrimitives.WriteUInt128BigEndian(stream[at..], unchecked(_firstCounter + (UInt128)(firstBlock + (at / BlockSize))));
        // Counter mode is the cipher applied to the counters, block by block; in place is allowed for ECB.
        _aes.EncryptEcb(stream, stream, PaddingMode.None);
    }
}
