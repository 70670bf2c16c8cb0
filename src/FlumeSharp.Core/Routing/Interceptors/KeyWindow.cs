using System.Security.Cryptography;
using System.Text;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the last events: so many at most, and for so long at most. Not safe for concurrent use.</summary>
internal sealed class KeyWindow(int maxKeys, TimeSpan window, TimeProvider time)
{
    // Longer keys are kept as their hash, so that the memory is bounded by the number of keys.
    private const int LongestKey = 128;
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, long AddedAt)> _inOrder = new();

    public int Count => _keys.Count;

    /// <summary>The form in which a value is kept.</summary>
    public static string KeyOf(string value) =>
        value.Length <= LongestKey ? value : Convert.ToHexString(SHA256.HashData(Encoding.Unicode.GetBytes(value)));

    public bool Contains(string key) => _keys.Contains(key);

    public void Add(string key, long now)
    {
        if (!_keys.Add(key))
        {
            return;
        }

        _inOrder.Enqueue((key, now));
        if (_keys.Count > maxKeys)
        {
            _keys.Remove(_inOrder.Dequeue().Key);
        }
    }

    /// <summary>Forgets what is too old.</summary>
    public void Expire(long now)
    {
        while (_inOrder.TryPeek(out var oldest) && time.GetElapsedTime(oldest.AddedAt, now) >= window)
        {
            _keys.Remove(_inOrder.Dequeue().Key);
        }
    }
}
