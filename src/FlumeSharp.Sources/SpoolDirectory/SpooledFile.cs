namespace FlumeSharp.Sources.SpoolDirectory;

// A file as the last look into the directory found it. Paths begin as the configuration writes them; the relative one is below spoolDir.
internal sealed record SpooledFile(string Path, string Relative, DateTime Changed)
{
    public string Name { get; } = System.IO.Path.GetFileName(Path);
}
