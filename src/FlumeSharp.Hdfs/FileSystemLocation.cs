namespace FlumeSharp.Hdfs;

/// <summary>A path together with the file system it belongs to.</summary>
/// <param name="Root">What <see cref="FileSystemFactory.Get"/> takes: scheme and authority, or an empty relative URI for the default.</param>
/// <param name="Path">The path inside that file system, with nothing escaped. Relative where the text was.</param>
public readonly record struct FileSystemLocation(Uri Root, string Path)
{
    private static readonly Uri NoRoot = new("", UriKind.Relative);

    /// <summary>
    /// Reads a location as Hadoop's Path does: what follows the authority is the path letter by letter, so <c>%</c>, <c>?</c>,
    /// <c>#</c> and blanks are ordinary characters. Repeated and trailing slashes and dot segments go.
    /// </summary>
    /// <exception cref="FileSystemException">There is no path, or scheme and authority make no URI.</exception>
    public static FileSystemLocation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.AsSpan().IndexOfAny(':', '/');
        if (colon < 0 || text[colon] == '/')
            return new FileSystemLocation(NoRoot, Normalize(text, text));
        if (colon + 1 == text.Length || text[colon + 1] != '/')
            throw new FileSystemException($"'{text}' has no '/' after '{text[..(colon + 1)]}'; write scheme://host/path.");
        var path = colon + 1;
        if (text.AsSpan(path).StartsWith("//"))
        {
            path = text.IndexOf('/', path + 2);
            path = path < 0 ? text.Length : path;
        }
        var root = text[..path];
        if (!Uri.TryCreate(root.EndsWith(':') ? root + "///" : root + "/", UriKind.Absolute, out var uri))
            throw new FileSystemException($"'{root}' is not a valid scheme, host and port.");
        return new FileSystemLocation(uri, Normalize("/" + text[path..], text));
    }

    /// <summary>Reads a URI by the rules of URIs: percent escapes in the path stand for UTF-8 bytes, query and fragment are refused.</summary>
    /// <exception cref="FileSystemException">The URI has a query or a fragment, or no path.</exception>
    public static FileSystemLocation FromUri(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var text = uri.OriginalString;
        if (text.AsSpan().IndexOfAny('?', '#') >= 0)
            throw new FileSystemException($"'{text}' has a query or a fragment, which a path cannot have; write '?' as %3F and '#' as %23.");
        var location = Parse(text);
        return location with { Path = Normalize(Uri.UnescapeDataString(location.Path), text) };
    }

    private static string Normalize(string path, string whole)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new FileSystemException($"'{whole.Replace("\0", "\\0", StringComparison.Ordinal)}' names no path.");
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != "." && (part != ".." || path[0] != '/'))
                parts.Add(part); // Nothing is above the root; above a relative path there is.
        }
        var joined = string.Join('/', parts);
        return path[0] == '/' ? "/" + joined : joined;
    }
}
