namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>The file at which the source has stopped, and how to see that somebody has put it right.</summary>
/// <param name="path">The file.</param>
/// <param name="look">What would be different then.</param>
internal sealed class StoppedFile(string path, Func<string, string> look)
{
    private readonly string _then = look(path);

    public string Path => path;

    public bool HasChanged => !string.Equals(look(path), _then, StringComparison.Ordinal);
}
