namespace FlumeSharp.Channels.File.Encryption;

/// <summary>Where the named keys of encrypted files come from.</summary>
public interface IKeyProvider
{
    /// <summary>What the keys come from, for messages: <c>key store '/etc/flume/keys.jceks'</c>.</summary>
    string Source { get; }

    /// <summary>A key by its alias.</summary>
    /// <exception cref="ChannelException">There is no such key, or it cannot be read; the message names alias and source, never a secret.</exception>
    ReadOnlyMemory<byte> Get(string alias);
}
