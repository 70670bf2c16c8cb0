namespace FlumeSharp.Security.KeyStores;

/// <summary>A symmetric key.</summary>
public sealed class SecretKey
{
    /// <summary>Makes a key of the algorithm Java names so (<c>AES</c>, <c>HmacSHA256</c>, ...).</summary>
    public SecretKey(string algorithm, ReadOnlyMemory<byte> bytes)
    {
        Algorithm = algorithm;
        Bytes = bytes;
    }

    /// <summary>Java's name of the algorithm.</summary>
    public string Algorithm { get; }

    /// <summary>The key itself.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Algorithm and length, never the key.</summary>
    public override string ToString() => $"{Algorithm} ({Bytes.Length * 8} bits)";
}
