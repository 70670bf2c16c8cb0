namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>Where the source's things are.</summary>
internal sealed class SpoolPaths(SpoolDirectorySourceOptions options)
{
    /// <summary>The directory of the files.</summary>
    public string Spool => options.SpoolDirectory;

    /// <summary>The directory of what is remembered.</summary>
    public string Tracker { get; } = Path.Combine(options.SpoolDirectory, options.TrackerDirectory);

    /// <summary>Where the place in the file being read is kept.</summary>
    public string Meta => Path.Combine(Tracker, ".flumespool-main.meta");

    /// <summary>The name of a file that was delivered.</summary>
    public string Completed(SpooledFile file) => file.Path + options.FileSuffix;

    /// <summary>The empty file that stands for a delivered one.</summary>
    public string TrackerOf(string relative) => Path.Combine(Tracker, relative + options.FileSuffix);

    /// <summary>What tells that a file was delivered; when it is there before, the name was used twice.</summary>
    public string? MarkOf(SpooledFile file) => options.DeletePolicy == DeletePolicy.Immediate ? null
        : options.TrackingPolicy == TrackingPolicy.Rename ? Completed(file)
        : TrackerOf(file.Relative);

    /// <summary>Makes the directories, and sees that files can be renamed.</summary>
    /// <exception cref="FlumeException">A directory is missing or cannot be used.</exception>
    public void Prepare(string source)
    {
        if (!Directory.Exists(Spool))
        {
            throw new FlumeException($"Source '{source}' (spooldir): 'spoolDir' is '{Spool}', and there is no such directory; make it, or correct the key.");
        }

        try
        {
            Directory.CreateDirectory(Tracker);
            TryRemove(new FileInfo(Meta));
            if (options.DeletePolicy == DeletePolicy.Immediate || options.TrackingPolicy == TrackingPolicy.Rename)
            {
                var canary = Path.Combine(Spool, $".flume-spooldir-perm-check-{Guid.NewGuid():N}.canary");
                File.WriteAllText(canary, "testing file permissions\n");
                _ = File.ReadAllBytes(canary);
                File.Delete(canary);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FlumeException(
                $"Source '{source}' (spooldir): '{Spool}' and '{Tracker}' must be writable ({failure.Message}); give the agent the right to, or set 'trackingPolicy = tracker_dir' and 'trackerDir' to a place where it may write.",
                failure);
        }
    }

    // Flume's leftover of a start that failed.
    private static void TryRemove(FileInfo meta)
    {
        if (meta is { Exists: true, Length: 0 })
        {
            meta.Delete();
        }
    }
}
