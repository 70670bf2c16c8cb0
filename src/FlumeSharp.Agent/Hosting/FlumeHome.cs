namespace FlumeSharp.Agent.Hosting;

/// <summary>Where FlumeSharp is installed: the folder with bin/, conf/ and plugins.d/.</summary>
internal static class FlumeHome
{
    /// <summary>The launcher says it in <c>FLUME_HOME</c>; without a launcher it is the executable's folder, or the one above its <c>bin</c> or <c>lib</c>.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("FLUME_HOME") is { Length: > 0 } home)
        {
            return home;
        }

        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        return Path.GetFileName(own) is "bin" or "lib" ? Path.GetDirectoryName(own)! : own;
    }
}
