namespace FlumeSharp.Hdfs;

/// <summary>Absolute paths as the namenode takes them: one slash between the parts, none at the end.</summary>
internal static class HdfsPath
{
    /// <exception cref="ArgumentException">The path is relative or has a part the namenode refuses.</exception>
    public static string Normalize(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0 || path[0] != '/')
            throw new ArgumentException($"An HDFS path starts with '/', but this one is '{path}'.", nameof(path));
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (Array.Exists(parts, static part => part is "." or ".." || part.Contains('\0', StringComparison.Ordinal)))
            throw new ArgumentException($"An HDFS path has no parts '.' and '..' and no NUL, but this one is '{path}'.", nameof(path));
        return "/" + string.Join('/', parts);
    }

    public static string Combine(string directory, string name) => directory == "/" ? "/" + name : $"{directory}/{name}";
}
