using System.Text;

namespace FlumeSharp.Sources.SpoolDirectory.Avro;

/// <summary>The beginning of an Avro container file: four magic bytes, a map of metadata, and the marker that follows each block.</summary>
internal sealed class ContainerHeader(Dictionary<string, byte[]> metadata, byte[] marker, int length)
{
    public const int MarkerLength = 16;

    public static ReadOnlySpan<byte> Magic => "Obj\u0001"u8;

    public byte[] Marker => marker;

    /// <summary>Bytes of the header, its marker included.</summary>
    public int Length => length;

    public string? Text(string key) => metadata.TryGetValue(key, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>Reads a header.</summary>
    /// <returns>The header; null when it goes on after the bytes given, or when they are none.</returns>
    public static ContainerHeader? TryRead(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Magic))
        {
            return null;
        }

        var rest = file[Magic.Length..];
        var metadata = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (true)
        {
            if (!AvroNumbers.TryRead(ref rest, out var count))
            {
                return null;
            }

            if (count == 0)
            {
                break;
            }

            // A negative count is followed by the bytes that the entries take up.
            if (count < 0 && !AvroNumbers.TryRead(ref rest, out _))
            {
                return null;
            }

            for (var i = Math.Abs(count); i > 0; i--)
            {
                if (!AvroNumbers.TryReadBytes(ref rest, out var key) || !AvroNumbers.TryReadBytes(ref rest, out var value))
                {
                    return null;
                }

                metadata[Encoding.UTF8.GetString(key)] = value.ToArray();
            }
        }

        return rest.Length < MarkerLength ? null : new(metadata, rest[..MarkerLength].ToArray(), file.Length - rest.Length + MarkerLength);
    }
}
