using System.Diagnostics;

namespace FlumeSharp.Configuration.Corpus;

/// <summary>Nothing in the corpus is slow to read, and no problem is without a line.</summary>
public sealed class CorpusTests
{
    private static readonly TimeSpan _wellUnderASecond = TimeSpan.FromMilliseconds(500);

    [Test]
    public void Every_configuration_is_read_quickly_and_every_problem_names_a_line()
    {
        var folder = CorpusFolder.Require();
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".md", StringComparison.Ordinal)).ToList();
        files.Should().NotBeEmpty();
        _ = FlumeConfiguration.Load(files, new ConfigurationEnvironment());

        foreach (var file in files)
        {
            var watch = Stopwatch.StartNew();
            var configuration = FlumeConfiguration.Load([file], new ConfigurationEnvironment());
            var lines = configuration.Problems.Select(problem => problem.ToString()).ToList();
            watch.Elapsed.Should().BeLessThan(_wellUnderASecond, "of {0}", file);

            for (var i = 0; i < lines.Count; i++)
            {
                configuration.Problems[i].Location!.Line.Should().BePositive("in {0}", lines[i]);
                lines[i].Should().Contain(configuration.Problems[i].Location!.ToString()).And.NotContainAny("\n", "\r");
            }
        }
    }
}
