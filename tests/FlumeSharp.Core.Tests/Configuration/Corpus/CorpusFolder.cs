namespace FlumeSharp.Configuration.Corpus;

/// <summary>Configurations as people write them, kept beside the repository because they are not ours to copy.</summary>
internal static class CorpusFolder
{
    /// <summary>The folder; a test that has none is skipped, in CI too: unlike the servers that some tests need, nobody else can have it.</summary>
    public static string Require()
    {
        var folder = Path.GetFullPath(Path.Combine(Repository.Root.FullName, "..", "shared", "corpus"));
        if (Directory.Exists(folder))
            return folder;

        Assert.Ignore("The collection of real configurations is not public, and not beside this checkout (../shared/corpus).");
        return folder;
    }
}
