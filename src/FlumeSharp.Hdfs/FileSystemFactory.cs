using FlumeSharp.Hdfs.Local;

namespace FlumeSharp.Hdfs;

/// <summary>
/// Finds the file system behind a URI: one instance per scheme and authority, made on first use and owned by the factory, which
/// disposes all of them.
/// </summary>
/// <remarks>
/// Safe for concurrent use. A URI without a scheme is served by <c>fs.defaultFS</c>, and so is the missing authority of a URI of that
/// scheme (<c>hdfs:///path</c>), as in Hadoop.
/// </remarks>
public sealed class FileSystemFactory : IAsyncDisposable
{
    private const string DefaultKey = "fs.defaultFS";

    // Hadoop's name for the key before version 2; files in the wild still use it.
    private const string OldDefaultKey = "fs.default.name";

    private readonly Lock _lock = new();
    private readonly FileSystemSettings _settings;
    private readonly Dictionary<string, Func<Uri, FileSystemSettings, FileSystem>> _creators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, FileSystem> _instances = new(StringComparer.OrdinalIgnoreCase);
    private bool _disposed;

    /// <summary>Makes a factory that knows the built-in schemes.</summary>
    public FileSystemFactory(FileSystemSettings? settings = null)
    {
        _settings = settings ?? new FileSystemSettings();
        Register("file", static (uri, _) => new LocalFileSystem(uri));
        Register("hdfs", static (uri, settings) => new HdfsFileSystem(uri, settings));
    }

    /// <summary>The schemes that have a file system, in alphabetical order.</summary>
    public IReadOnlyCollection<string> Schemes
    {
        get
        {
            lock (_lock)
            {
                return [.. _creators.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>
    /// Names the file system of a scheme; the last registration of a scheme wins and leaves instances made earlier alone.
    /// <paramref name="create"/> gets the URI's root (<c>hdfs://namenode:8020/</c>) and must not open anything yet.
    /// </summary>
    public void Register(string scheme, Func<Uri, FileSystemSettings, FileSystem> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (!Uri.CheckSchemeName(scheme))
            throw new ArgumentException($"'{scheme}' is not a URI scheme.", nameof(scheme));
        lock (_lock)
        {
            _creators[scheme] = create;
        }
    }

    /// <summary>The file system that serves a URI; its path plays no part.</summary>
    /// <exception cref="FileSystemException">The URI is malformed, or nothing is registered for its scheme.</exception>
    public FileSystem Get(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var root = Resolve(uri);
        var key = root.AbsoluteUri;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_instances.TryGetValue(key, out var existing))
                return existing;
            if (!_creators.TryGetValue(root.Scheme, out var create))
            {
                throw new FileSystemException(
                    $"No file system serves the scheme '{root.Scheme}' of '{Show(uri)}'; known schemes: " +
                    $"{string.Join(", ", _creators.Keys.Order(StringComparer.Ordinal))}.");
            }
            return _instances[key] = create(root, _settings);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        FileSystem[] instances;
        lock (_lock)
        {
            _disposed = true;
            instances = [.. _instances.Values];
            _instances.Clear();
        }
        foreach (var instance in instances)
            await instance.DisposeAsync().ConfigureAwait(false);
    }

    private Uri Resolve(Uri uri)
    {
        if (!HasScheme(uri))
            return Root(Default());
        if (!uri.IsAbsoluteUri)
            uri = FileSystemLocation.Parse(uri.OriginalString).Root; // .NET takes Hadoop's file:/path for a relative URI.
        if (uri.Authority.Length > 0 || uri.Scheme == Uri.UriSchemeFile)
            return Root(uri);
        // hdfs:///path means the default file system's authority, when that has the same scheme.
        var fallback = Default();
        return Root(fallback.Scheme == uri.Scheme ? fallback : uri);
    }

    private Uri Default()
    {
        var key = DefaultKey;
        if (!_settings.Properties.TryGetValue(key, out var text) && !_settings.Properties.TryGetValue(key = OldDefaultKey, out text))
            return LocalFileSystem.DefaultUri;
        if (Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && HasScheme(uri))
            return uri;
        throw new FileSystemException(
            $"'{key}' must be a URI with a scheme, such as hdfs://namenode:8020 or file:///, but is '{text}'.");
    }

    // .NET reads a rooted path as a file URI of its own accord; only what the text says counts here.
    private static bool HasScheme(Uri uri)
    {
        var text = uri.OriginalString;
        var colon = text.AsSpan().IndexOfAny(':', '/');
        if (colon < 0 || text[colon] == '/')
            return false;
        if (colon + 1 == text.Length || text[colon + 1] != '/')
            throw new FileSystemException($"'{Show(uri)}' has no '/' after '{text[..(colon + 1)]}'; write scheme://host/path.");
        return true;
    }

    private static Uri Root(Uri uri)
    {
        try
        {
            return new Uri(uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.UriEscaped) + "/");
        }
        catch (UriFormatException ex)
        {
            throw new FileSystemException($"'{Show(uri)}' is not a valid URI: {ex.Message}", ex);
        }
    }

    // User info may carry a password or a secret key, so it never reaches a message.
    private static string Show(Uri uri)
    {
        var text = uri.OriginalString;
        return uri.IsAbsoluteUri && uri.UserInfo.Length > 0 ? text.Replace(uri.UserInfo, "...", StringComparison.Ordinal) : text;
    }
}
