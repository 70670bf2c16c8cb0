using System.Diagnostics;

namespace FlumeSharp.Integration.Tests.Servers;

/// <summary>Finds the script that runs real HDFS daemons, and calls it.</summary>
internal static class HdfsTools
{
    private const string HowToProvide =
        "The HDFS tests need the Hadoop test servers: put them at ../shared/servers/hadoop beside the repository or name their folder in "
        + "FLUMESHARP_HADOOP, and install Java 17 (Debian: openjdk-17-jre-headless).";

    private static readonly Lazy<string?> ScriptPath = new(FindScript);

    /// <summary>The script; without it the calling test is ignored, or fails where CI must run everything.</summary>
    public static string Script
    {
        get
        {
            if (ScriptPath.Value is { } found && JavaIsInstalled())
                return found;
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
                Assert.Fail(HowToProvide);
            else
                Assert.Ignore(HowToProvide);
            return "";
        }
    }

    /// <summary>Runs <c>hdfs.sh</c>, or another script of its folder.</summary>
    public static async Task<ToolResult> RunAsync(
        IEnumerable<string> arguments,
        ReadOnlyMemory<byte> input = default,
        IReadOnlyDictionary<string, string>? environment = null,
        string tool = "hdfs.sh")
    {
        var start = new ProcessStartInfo(Path.Combine(Path.GetDirectoryName(Script)!, tool))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            var copy = process.StandardOutput.BaseStream.CopyToAsync(output, deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardInput.BaseStream.WriteAsync(input, deadline.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token);
            await copy;
            return new ToolResult(process.ExitCode, output.ToArray(), await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{tool} {string.Join(' ', start.ArgumentList)} did not end within three minutes.");
        }
    }

    private static string? FindScript()
    {
        if (Environment.GetEnvironmentVariable("FLUMESHARP_HADOOP") is { Length: > 0 } named)
            return ExistingOrNull(Path.Combine(named, "hdfs.sh"));
        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FlumeSharp.sln")))
                return ExistingOrNull(Path.Combine(folder.FullName, "..", "shared", "servers", "hadoop", "hdfs.sh"));
        }
        return null;
    }

    private static string? ExistingOrNull(string path) => File.Exists(path) ? Path.GetFullPath(path) : null;

    private static bool JavaIsInstalled()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).ToList();
        if (Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home)
            folders.Add(Path.Combine(home, "bin"));
        return folders.Exists(folder => File.Exists(Path.Combine(folder, "java")));
    }
}
