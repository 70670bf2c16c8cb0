using System.Buffers;
using System.Numerics;

namespace FlumeSharp.Formatting;

// A HashMap hands its entries out bucket by bucket, and within a bucket in the order they came. The bucket is the low bits of the
// name's hash code, into which the high half was mixed; how many bits depends on how the map was filled. Maps with eight and more
// names in one bucket, which Java reorganises, are not followed.

/// <summary>
/// The order in which Java's HashMap iterates headers. Flume's text output depends on it, so files that should equal Flume's byte for
/// byte need it too.
/// </summary>
public static class JavaHashOrder
{
    private const int DefaultCapacity = 16;
    private const float LoadFactor = 0.75f;
    private const int MostOnStack = 64;

    /// <summary>Copies headers into the order of a Java map that got them in the order given.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="destination">Where they go; at least as long.</param>
    /// <param name="kind">How the map was filled.</param>
    public static void Copy(
        ReadOnlySpan<KeyValuePair<string, string?>> headers, Span<KeyValuePair<string, string?>> destination, JavaMapKind kind = JavaMapKind.Copied)
    {
        var rented = headers.Length > MostOnStack ? ArrayPool<long>.Shared.Rent(headers.Length) : null;
        var places = rented is null ? stackalloc long[headers.Length] : rented.AsSpan(0, headers.Length);
        var mask = Capacity(headers.Length, kind) - 1;
        for (var i = 0; i < headers.Length; i++)
        {
            var hash = HashCode(headers[i].Key);
            places[i] = ((long)((hash ^ (hash >> 16)) & mask) << 32) | (uint)i;
        }

        places.Sort();
        for (var i = 0; i < places.Length; i++)
        {
            destination[i] = headers[(int)places[i]];
        }

        if (rented is not null)
        {
            ArrayPool<long>.Shared.Return(rented);
        }
    }

    /// <summary>Headers in the order of a Java map that got them in theirs.</summary>
    public static KeyValuePair<string, string?>[] Sort(EventHeaders headers, JavaMapKind kind = JavaMapKind.Copied)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var sorted = new KeyValuePair<string, string?>[headers.Count];
        Copy(headers.AsSpan(), sorted, kind);
        return sorted;
    }

    // Java's String.hashCode.
    private static uint HashCode(string name)
    {
        uint hash = 0;
        foreach (var unit in name)
        {
            hash = (hash * 31) + unit;
        }

        return hash;
    }

    private static uint Capacity(int count, JavaMapKind kind)
    {
        if (kind == JavaMapKind.Copied)
        {
            return BitOperations.RoundUpToPowerOf2((uint)((count / LoadFactor) + 1.0f));
        }

        uint capacity = DefaultCapacity;
        while (count > capacity * LoadFactor)
        {
            capacity *= 2;
        }

        return capacity;
    }
}
