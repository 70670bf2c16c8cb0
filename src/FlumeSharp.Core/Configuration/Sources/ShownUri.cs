using FlumeSharp.Options;

namespace FlumeSharp.Configuration.Sources;

/// <summary>A URI as logs and problems may show it: without user and password, and without its query and fragment, which hold tokens and signatures.</summary>
internal static class ShownUri
{
    private static readonly char[] Ends = ['?', '#'];

    /// <summary>A URI that is understood.</summary>
    public static string Of(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>A text that may be a URI with a mistake in it: nobody knows where a user's part ends but at the last <c>@</c>.</summary>
    public static string Of(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return text;
        }

        var (start, at) = (scheme + 3, text.LastIndexOf('@'));
        var rest = at < start ? text[start..] : $"{SecretKeys.Mask}{text[at..]}";
        return text[..start] + rest.Split(Ends, 2)[0];
    }
}
