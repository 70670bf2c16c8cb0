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
    /// <exception cref="FileSystemException">Nothing serves the scheme, or the path is relative where there is no working directory.</exception>
    public static HdfsTarget Open(HdfsSinkOptions options, FileSystemFactory factory, TimeZoneInfo zone)
    {
        var location = FileSystemLocation.Parse(options.Path);
        var fileSystem = factory.Get(location.Root);
        var directory = location.Path;
        if (!directory.StartsWith('/'))
        {
            directory = fileSystem.Uri.IsFile
                ? $"{Directory.GetCurrentDirectory().Replace('\\', '/').TrimEnd('/')}/{directory}"
                : throw new FileSystemException($"'hdfs.path' is '{options.Path}', but only files of the machine have a working directory; begin the path with '/'.");
        }

        var escapes = new EscapePathOptions
        {
            IsPath = true,
            TimeZone = zone,
            UseLocalTime = options.UseLocalTimeStamp,
            Rounding = options.Round ? new EscapePathRounding(options.RoundUnit, options.RoundValue) : null,
        };
        return new HdfsTarget(fileSystem, new EscapePath(directory, escapes), new EscapePath(options.FilePrefix, escapes));
    }
}
