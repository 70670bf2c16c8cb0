namespace FlumeSharp.Security.KeyStores;

/// <summary>A key store or PEM file cannot be used. The message names the file and the reason, never a password.</summary>
public sealed class KeyStoreException : FlumeException
{
    /// <summary>Makes the exception.</summary>
    public KeyStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
