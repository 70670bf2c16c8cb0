namespace FlumeSharp.Configuration.Corpus;

/// <summary>Configurations as people write them, kept beside the repository because they are not ours to copy.</summary>
internal static class CorpusFolder
{
    /// <summary>The folder; a test that has none is skipped, and fails where CI must run everything.</summary>
    public static string Require()
    {
        var folder = Path.GetFullPath(Path.Combine(Repository.Root.FullName, "..", "shared", "corpus"));
        if (Directory.Exists(folder))
            return folder;

        var reason = $"The corpus of real configurations is not at {folder}.";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(reason);
        Assert.Ignore(reason);
        return folder;
    }
}
