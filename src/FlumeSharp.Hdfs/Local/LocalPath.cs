namespace FlumeSharp.Hdfs.Local;

/// <summary>Turns the contract's paths into the machine's.</summary>
internal static class LocalPath
{
    /// <summary>The machine's path: a relative one counts from the working directory, <c>/C:/x</c> names a drive on Windows.</summary>
    public static string Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new FileSystemException($"file: '{path.Replace("\0", "\\0", StringComparison.Ordinal)}' is no path: it holds a NUL character.");
        if (OperatingSystem.IsWindows() && path.Length > 2 && path[0] == '/' && path[2] == ':')
            path = path[1..];
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }
}
