using System.Security.Cryptography;

namespace FlumeSharp.Channels.File.Encryption;

/// <summary>A key as text: 16, 24 or 32 bytes in hexadecimal digits or base64.</summary>
internal static class KeyText
{
    /// <summary>Whether an AES key can be that long.</summary>
    public static bool IsLength(int bytes) => bytes is 16 or 24 or 32;

    /// <summary>Reads a key.</summary>
    /// <param name="text">The text; blanks around it do not count.</param>
    /// <param name="what">What it comes from, for the message, which never says more of it.</param>
    /// <exception cref="ChannelException">It is no key.</exception>
    public static ReadOnlyMemory<byte> Parse(string text, string what)
    {
        var trimmed = text.AsSpan().Trim();
        var bytes = new byte[trimmed.Length];

        // 32 digits could be base64 as well, but random bytes never look like that.
        var length = IsLength(trimmed.Length / 2) && trimmed.Length % 2 == 0 && Convert.FromHexString(trimmed, bytes, out _, out var digits) == System.Buffers.OperationStatus.Done
            ? digits
            : Convert.TryFromBase64Chars(trimmed, bytes, out var decoded) ? decoded : 0;
        if (IsLength(length))
            return bytes.AsMemory(0, length);
        CryptographicOperations.ZeroMemory(bytes);
        throw new ChannelException($"{what} holds no key: write 16, 24 or 32 random bytes in hexadecimal digits or base64, as 'openssl rand -hex 32' does.");
    }
}
