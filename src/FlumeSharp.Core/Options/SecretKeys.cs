namespace FlumeSharp.Options;

/// <summary>Tells keys whose values must never be shown.</summary>
public static class SecretKeys
{
    /// <summary>What is shown in place of a secret.</summary>
    public const string Mask = "******";

    private static readonly string[] Words = ["password", "passwd", "secret", "token", "credential", "apikey", "api-key", "accesskey"];

    /// <summary>Whether a key names a password, a secret or a token. Files that hold one are no secret.</summary>
    public static bool IsSecret(string key) =>
        Array.Exists(Words, word => key.Contains(word, StringComparison.OrdinalIgnoreCase))
        && !key.EndsWith("file", StringComparison.OrdinalIgnoreCase);
}
