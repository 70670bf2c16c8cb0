using System.Text;

namespace FlumeSharp.Sources.Syslog;

// Short texts that come again and again, such as the hosts behind a relay: each is made a string once. Text that falls on another's
// place takes it over, so the cache never grows.
internal sealed class TextCache(Encoding encoding)
{
    private const int Places = 256;
    private const int LongestKept = 64;
    private (byte[] Bytes, string Text)[]? _known; // a silent connection has none

    public string Get(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestKept)
        {
            return encoding.GetString(bytes);
        }

        var hash = 17u;
        foreach (var value in bytes)
        {
            hash = (hash * 31) + value;
        }

        _known ??= new (byte[], string)[Places];
        ref var place = ref _known[hash % Places];
        if (place.Text is null || !bytes.SequenceEqual(place.Bytes))
        {
            place = (bytes.ToArray(), encoding.GetString(bytes));
        }

        return place.Text;
    }
}
