using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>The sample plug-in of examples/plugins, as it was built with these tests.</summary>
internal static class Plugins
{
    public static string Sample { get; } = Path.Combine(Repository.Root, "examples", "plugins", "Acme.Flume");

    /// <summary>Copies it into the <c>plugins.d</c> of a Flume home.</summary>
    public static void Install(string home)
    {
        var built = Path.Combine(Sample, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0");
        var library = Directory.CreateDirectory(Path.Combine(home, "plugins.d", "acme", "lib")).FullName;
        foreach (var file in Directory.EnumerateFiles(built))
        {
            File.Copy(file, Path.Combine(library, Path.GetFileName(file)));
        }
    }
}
