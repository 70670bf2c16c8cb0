using System.Text;
using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Encryption;

/// <summary>The named keys of one channel: one for new segments, where they are to be encrypted, and all for old ones.</summary>
internal sealed class Keyring
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _known = new(StringComparer.Ordinal);
    private readonly string? _activeAlias;
    private readonly ReadOnlyMemory<byte> _active;

    /// <summary>Reads the key for new segments.</summary>
    /// <param name="provider">Where keys come from; null when there are none.</param>
    /// <param name="activeAlias">The key for new segments; null writes them in the clear.</param>
    /// <exception cref="ChannelException">It cannot be read, or AES has no keys of its length.</exception>
    public Keyring(IKeyProvider? provider, string? activeAlias)
    {
        Provider = provider;
        _activeAlias = activeAlias;
        if (activeAlias is null)
        {
            return;
        }

        if (Encoding.UTF8.GetByteCount(activeAlias) > EncryptionHeader.LongestAlias)
        {
            throw new ChannelException($"The alias in encryption.activeKey is longer than {EncryptionHeader.LongestAlias} bytes.");
        }

        _active = Find(activeAlias);
        if (!KeyText.IsLength(_active.Length))
        {
            throw new ChannelException($"The key '{activeAlias}' of {provider!.Source} has {_active.Length * 8} bits; AES takes 128, 192 or 256.");
        }
    }

    /// <summary>No keys at all.</summary>
    public static Keyring None { get; } = new(null, null);

    public IKeyProvider? Provider { get; }

    /// <summary>Whether new segments are encrypted.</summary>
    public bool Encrypts => _activeAlias is not null;

    /// <summary>Where the first frame of a new segment stands.</summary>
    public int FirstFrame => _activeAlias is null ? SegmentHeader.Length : new EncryptionHeader(_activeAlias, 0, default, default).FirstFrame;

    /// <summary>What new segments are written with, as text; null when they are not encrypted.</summary>
    public string? Description => _activeAlias is null ? null : $"AES-{_active.Length * 8}-GCM with the key '{_activeAlias}' of {Provider!.Source}";

    /// <summary>Makes the key of a new segment, where it is to be encrypted.</summary>
    public (SegmentKey Key, EncryptionHeader Header)? New(uint segment) => _activeAlias is null ? null : SegmentKey.New(_activeAlias, _active.Span, segment);

    /// <summary>Gives segments their keys.</summary>
    /// <param name="segments">Those that are going to be read.</param>
    /// <param name="channel">The channel, for messages.</param>
    /// <exception cref="ChannelException">A key is missing, or another one than a segment was written with.</exception>
    public void Unlock(IEnumerable<Segment> segments, string channel)
    {
        foreach (var segment in segments)
        {
            if (TryUnlock(segment, out var cause) is { } reason)
            {
                throw new ChannelException($"{segment.Path} is encrypted with the key '{segment.Encryption!.Alias}', and {reason}. Events wait in it; nothing was changed. [channel={channel}]", cause);
            }
        }
    }

    /// <summary>Gives a segment its key.</summary>
    /// <returns>Why it cannot be had; null when the segment has its key, or needs none.</returns>
    public string? TryUnlock(Segment segment, out ChannelException? cause)
    {
        cause = null;

        // Without a header, both copies of it are damaged, and its events are as well.
        if (segment is not { Key: null, Encryption: { } header })
        {
            return null;
        }

        if (Provider is null)
        {
            return "no key provider is named. Set encryption.keyProvider and the keys of it; with encryption.enabled = false new files are in the clear all the same";
        }

        try
        {
            segment.Key = SegmentKey.Open(header, Find(header.Alias).Span, segment.Id);
        }
        catch (ChannelException failure)
        {
            cause = failure;
            return $"that key cannot be had. {failure.Message.TrimEnd('.')}. It must stay in {Provider.Source} until no event waits in such files";
        }

        return segment.Key is null ? $"the key of that name in {Provider.Source} is another one. Restore the key that the file was written with" : null;
    }

    private ReadOnlyMemory<byte> Find(string alias) => _known.TryGetValue(alias, out var key) ? key : _known[alias] = Provider!.Get(alias);
}
