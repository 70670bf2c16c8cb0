namespace FlumeSharp.TestKit;

/// <summary>Finds the checkout that the running tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder that holds FlumeSharp.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Whether the run is a CI run, where a test whose servers are missing fails instead of being skipped.</summary>
    public static bool IsCi => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A folder or file that may stand beside the checkout, in <c>../shared</c>. Where it does not, the test is skipped with the
    /// reason, in CI too: it is not public, so that, unlike with servers, nobody else could have it.
    /// </summary>
    public static string Shared(string relative, string reason)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", relative));
        if (!Path.Exists(path))
        {
            Assert.Ignore($"{reason} (looked for shared/{relative} beside the checkout)");
        }

        return path;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FlumeSharp.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("FlumeSharp.sln stands in no folder above the tests.");
    }
}
