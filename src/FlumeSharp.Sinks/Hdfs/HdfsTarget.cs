using FlumeSharp.Formatting;
using FlumeSharp.Hdfs;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Where a sink writes: its file system, and the patterns of directories and file names.</summary>
internal sealed class HdfsTarget
{
    private HdfsTarget(FileSystem fileSystem, EscapePath path, EscapePath prefix)
    {
        FileSystem = fileSystem;
        Path = path;
        Prefix = prefix;
    }

    public FileSystem FileSystem { get; }

    public EscapePath Path { get; }

    public EscapePath Prefix { get; }

    /// <summary>Finds the file system of <c>hdfs.path</c>, which only the pattern decides and never an event.</summary>
    /// <exception cref="FileSystemException">Nothing serves the scheme.</exception>
    public static HdfsTarget Open(HdfsSinkOptions options, FileSystemFactory factory, TimeZoneInfo zone)
    {
        var location = FileSystemLocation.Parse(options.Path);
        var fileSystem = factory.Get(location.Root);
        var (root, directory) = location.Path.StartsWith('/') ? ("", location.Path) : BelowWorkingDirectory(fileSystem.WorkingDirectory, location.Path);
        var escapes = new EscapePathOptions
        {
            IsPath = true,
            TimeZone = zone,
            UseLocalTime = options.UseLocalTimeStamp,
            Rounding = options.Round ? new EscapePathRounding(options.RoundUnit, options.RoundValue) : null,
        };
        return new HdfsTarget(fileSystem, new EscapePath(directory, escapes with { Root = root }), new EscapePath(options.FilePrefix, escapes));
    }

    private static (string Root, string Directory) BelowWorkingDirectory(string root, string directory)
    {
        root = root.TrimEnd('/');
        while (directory == ".." || directory.StartsWith("../", StringComparison.Ordinal))
        {
            directory = directory[Math.Min(directory.Length, 3)..];
            root = root[..Math.Max(root.LastIndexOf('/'), 0)];
        }

        return (root + "/", directory);
    }
}
