using FlumeSharp.Options;

namespace FlumeSharp.Configuration;

/// <summary>How a <c>${…}</c> reference is mentioned in a problem.</summary>
internal static class References
{
    /// <summary>The reference in quotes, or only that there is one when its key names a secret: it may be part of the secret.</summary>
    public static string Describe(PropertiesEntry entry, string reference)
        => SecretKeys.IsSecret(entry.Key) ? "A reference" : JavaText.Quote(reference);
}
