using System.Xml.Linq;

namespace FlumeSharp.Architecture.Tests;

/// <summary>Who may know whom, as docs/architecture.md says it. A new edge belongs there first.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["Core"] = [],
        ["Hdfs"] = [],
        ["Sources"] = ["Core"],
        ["Channels"] = ["Core"],
        ["Sinks"] = ["Core", "Hdfs"],
        ["Agent"] = ["Core", "Hdfs", "Sources", "Channels", "Sinks"],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Core"] =
        [
            "Microsoft.Extensions.Configuration.Abstractions",
            "Microsoft.Extensions.DependencyInjection.Abstractions",
            "Microsoft.Extensions.Logging.Abstractions",
        ],
        ["Hdfs"] = ["Google.Protobuf", "Grpc.Tools", "Microsoft.Extensions.Logging.Abstractions", "Polly.Core", "System.IO.Hashing"],
        ["Sources"] = ["Snappier", "ZstdSharp.Port"],
        ["Channels"] = ["Google.Protobuf", "Grpc.Tools", "Snappier", "System.IO.Hashing"],
        ["Sinks"] = ["Microsoft.Extensions.Http", "Polly"],
    };

    // Every project may use what checks code at build time.
    private static readonly string[] BuildOnlyPackages =
        ["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.CodeAnalysis.PublicApiAnalyzers", "Meziantou.Analyzer"];

    private static string Source => Path.Combine(RepositoryRoot(), "src");

    private static IEnumerable<string> Projects() =>
        Directory.GetFiles(Source, "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    [TestCaseSource(nameof(Projects))]
    public void A_project_references_only_what_the_architecture_allows(string project)
    {
        var name = project["FlumeSharp.".Length..];

        AllowedProjects.Should().ContainKey(name, "docs/architecture.md lists every project; add the new one there and here");
        Items(project, "ProjectReference")
            .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))["FlumeSharp.".Length..])
            .Should().BeSubsetOf(AllowedProjects[name]);
    }

    [TestCaseSource(nameof(Projects))]
    public void A_project_brings_only_the_packages_that_the_architecture_allows(string project)
    {
        var name = project["FlumeSharp.".Length..];
        if (!AllowedPackages.TryGetValue(name, out var allowed))
        {
            name.Should().Be("Agent", "only the executable may bring packages freely");
            return;
        }

        Items(project, "PackageReference").Except(BuildOnlyPackages).Should().BeSubsetOf(allowed);
    }

    [Test]
    public void Only_the_agent_knows_the_host_and_the_log()
    {
        string[] hostOnly = ["using Serilog", "using Microsoft.Extensions.Hosting", "using System.CommandLine", "using OpenTelemetry"];
        var offenders =
            from file in SourceFiles()
            where !file.Contains("FlumeSharp.Agent", StringComparison.Ordinal)
            from line in File.ReadLines(file)
            where hostOnly.Any(line.StartsWith)
            select $"{Path.GetRelativePath(Source, file)}: {line}";

        offenders.Should().BeEmpty();
    }

    [Test]
    public void A_source_file_holds_one_idea()
    {
        const int LongestFile = 600;

        var offenders = SourceFiles()
            .Select(file => (file, lines: File.ReadLines(file).Count()))
            .Where(pair => pair.lines > LongestFile)
            .Select(pair => $"{Path.GetRelativePath(Source, pair.file)}: {pair.lines} lines");

        offenders.Should().BeEmpty();
    }

    private static IEnumerable<string> SourceFiles() => Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static IEnumerable<string> Items(string project, string item) =>
        XDocument.Load(Path.Combine(Source, project, project + ".csproj")).Descendants(item).Select(element => element.Attribute("Include")!.Value);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FlumeSharp.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("FlumeSharp.sln stands in no folder above the tests.");
        }

        return folder.FullName;
    }
}
