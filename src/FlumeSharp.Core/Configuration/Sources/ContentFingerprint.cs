using System.Globalization;

namespace FlumeSharp.Configuration.Sources;

/// <summary>Tells equal content from different content.</summary>
internal static class ContentFingerprint
{
    private static readonly UInt128 _offsetBasis = new(0x6c62272e07bb0142, 0x62b821756295c58d);
    private static readonly UInt128 _prime = new(0x0000000001000000, 0x000000000000013b);

    // FNV-1a with 128 bits, as for the fingerprints of components: nobody gains by a collision.
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var hash = _offsetBasis;
        foreach (var b in bytes)
            hash = (hash ^ b) * _prime;
        return hash.ToString("x32", CultureInfo.InvariantCulture);
    }
}
