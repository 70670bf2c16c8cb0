namespace FlumeSharp.Channels.File.Encryption;

/// <summary>Keys by their aliases; a key is its bytes, or the same byte over and over.</summary>
internal sealed class TestKeys : IKeyProvider
{
    private readonly Dictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    public string Source => "key store 'test'";

    public static Keyring Ring(string? active, params (string Alias, byte Fill, int Length)[] keys)
    {
        var provider = new TestKeys();
        foreach (var (alias, fill, length) in keys)
            provider._keys[alias] = [.. Enumerable.Repeat(fill, length)];
        return new Keyring(provider, active);
    }

    public ReadOnlyMemory<byte> Get(string alias) =>
        _keys.TryGetValue(alias, out var key) ? key : throw new ChannelException($"The key '{alias}' cannot be used: {Source} has no such key.");
}
