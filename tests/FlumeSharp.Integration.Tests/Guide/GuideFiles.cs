using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Guide;

/// <summary>What the first user finds in the repository.</summary>
internal static class GuideFiles
{
    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Repository.Root, .. parts]);

    /// <summary>The C# client as it was built with these tests.</summary>
    public static string CSharpClient { get; } =
        Path("examples", "clients", "csharp", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "FlumeClient");

    /// <summary>Every script that a user or contributor may start.</summary>
    public static IEnumerable<string> Scripts { get; } =
    [
        "start-cluster.sh", "test-flume.sh", "bin/flumesharp", "bin/flume-ng", "conf/start-flume.sh", "docker/hadoop/start-hdfs.sh", "examples/clients/curl.sh",
        "eng/check.sh", "eng/test.sh", "eng/install-test-servers.sh", ".ci/run",
    ];
}
