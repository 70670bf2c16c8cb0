using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>
/// Parses messages and accepts only what Java writes: known fields, each in its shortest form. Damage that protobuf would take for a
/// field of the future is found this way.
/// </summary>
internal static class StrictMessage
{
    public static bool TryParse<T>(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out T? message)
        where T : class, IMessage<T>, new()
    {
        try
        {
            message = Parsers<T>.KnownFieldsOnly.ParseFrom(bytes);
            return message.CalculateSize() == bytes.Length;
        }
        catch (InvalidProtocolBufferException)
        {
            message = null;
            return false;
        }
    }

    /// <summary>Parses a message with its length in front that fills the bytes.</summary>
    public static bool TryParseDelimited<T>(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out T? message)
        where T : class, IMessage<T>, new()
    {
        message = null;
        var length = 0;
        for (var i = 0; i < Math.Min(bytes.Length, 4); i++)
        {
            length |= (bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
                return bytes.Length - i - 1 == length && TryParse(bytes[(i + 1)..], out message);
        }

        return false;
    }

    // Without its unknown fields a message is as long as its known ones.
    private static class Parsers<T>
        where T : IMessage<T>, new()
    {
        public static readonly MessageParser<T> KnownFieldsOnly = new MessageParser<T>(static () => new T()).WithDiscardUnknownFields(discardUnknownFields: true);
    }
}
