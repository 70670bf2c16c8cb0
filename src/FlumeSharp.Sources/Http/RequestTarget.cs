using System.Globalization;

namespace FlumeSharp.Sources.Http;

// The rules for request targets: %xx must be hexadecimal, and the path, decoded, may not climb above the root.
internal static class RequestTarget
{
    public static bool IsValid(string target) => target is "/" or "*" || IsValidPath(PathOf(target));

    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        if (target is not ['/', ..])
        {
            var authority = target.IndexOf("://", StringComparison.Ordinal);
            var slash = authority < 0 ? -1 : target[(authority + 3)..].IndexOf('/');
            target = slash < 0 ? default : target[(authority + 3 + slash)..];
        }

        var query = target.IndexOf('?');
        return query < 0 ? target : target[..query];
    }

    private static bool IsValidPath(ReadOnlySpan<char> path)
    {
        var depth = 0;
        foreach (var range in path.Split('/'))
        {
            var segment = path[range];
            var parameters = segment.IndexOf(';');
            if (!TryCountDots(parameters < 0 ? segment : segment[..parameters], out var dots))
            {
                return false;
            }

            depth += dots switch
            {
                0 => segment.IsEmpty ? 0 : 1,
                1 => 0,
                _ => -1,
            };
            if (depth < 0)
            {
                return false;
            }
        }

        return true;
    }

    // 1 for a segment that is a dot, 2 for two dots, else 0; false where an escape is none.
    private static bool TryCountDots(ReadOnlySpan<char> segment, out int dots)
    {
        dots = 0;
        var onlyDots = true;
        for (var i = 0; i < segment.Length; i++)
        {
            int c = segment[i];
            if (c == '%')
            {
                if (i + 2 >= segment.Length || !int.TryParse(segment.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out c))
                {
                    return false;
                }

                i += 2;
            }

            onlyDots &= c == '.';
            dots++;
        }

        dots = onlyDots && dots <= 2 ? dots : 0;
        return true;
    }
}
