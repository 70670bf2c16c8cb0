using System.Globalization;
using System.Text;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;

namespace FlumeSharp.Runtime;

// Two equal fingerprints mean that a running component need not be touched.
internal static class Fingerprint
{
    private static readonly UInt128 OffsetBasis = new(0x6c62272e07bb0142, 0x62b821756295c58d);
    private static readonly UInt128 Prime = new(0x0000000001000000, 0x000000000000013b);

    public static string Of(ComponentDescriptor descriptor, ComponentProperties properties, params IEnumerable<string> dependencies) =>
        Of(descriptor, properties, static _ => true, dependencies);

    public static string Of(ComponentDescriptor descriptor, ComponentProperties properties, Predicate<string> counts, params IEnumerable<string> dependencies)
    {
        var text = new StringBuilder().Append(descriptor.Type.AssemblyQualifiedName).Append('\n');
        foreach (var key in properties.Keys.Where(key => counts(key)).Order(StringComparer.Ordinal))
        {
            // Lengths first, so that no two sets of keys and values can read the same.
            var value = properties[key]!;
            text.Append(key.Length).Append(':').Append(key).Append(value.Length).Append(':').Append(value).Append('\n');
        }

        return OfText(text.AppendJoin('\n', dependencies).ToString());
    }

    // FNV-1a with 128 bits. No cryptography: nobody gains by a collision, and its library would cost every start 5 MB and 20 ms.
    public static string OfText(string text)
    {
        var hash = OffsetBasis;
        foreach (var c in text)
        {
            hash = (hash ^ c) * Prime;
        }

        return hash.ToString("x32", CultureInfo.InvariantCulture);
    }
}
