namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>What is done with a file that is not to be read again.</summary>
internal sealed class FileEndings(SpoolDirectorySourceOptions options, SpoolPaths paths)
{
    /// <summary>All of it is delivered.</summary>
    public void Complete(SpooledFile file)
    {
        if (options.DeletePolicy == DeletePolicy.Immediate)
        {
            File.Delete(file.Path);
        }
        else if (options.TrackingPolicy == TrackingPolicy.Rename)
        {
            File.Move(file.Path, paths.Completed(file));
        }
        else
        {
            Track(file);
        }
    }

    /// <summary>It cannot be delivered, or not be marked as delivered: it gets a name that is never read, and is never overwritten.</summary>
    public void SetAside(SpooledFile file, string word)
    {
        if (options.DeletePolicy == DeletePolicy.Never && options.TrackingPolicy == TrackingPolicy.TrackerDir)
        {
            Track(file);
            return;
        }

        var to = file.Path + word + options.FileSuffix;
        for (var i = 1; File.Exists(to); i++)
        {
            to = $"{file.Path}{word}.{i}{options.FileSuffix}";
        }

        if (File.Exists(file.Path))
        {
            File.Move(file.Path, to);
        }
    }

    private void Track(SpooledFile file)
    {
        var tracker = paths.TrackerOf(file.Relative);
        Directory.CreateDirectory(Path.GetDirectoryName(tracker)!);
        File.WriteAllBytes(tracker, []);
    }
}
