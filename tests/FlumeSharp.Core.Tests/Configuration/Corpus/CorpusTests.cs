namespace FlumeSharp.Configuration.Corpus;

/// <summary>Everything in the corpus can be read, and no problem is without a line.</summary>
public sealed class CorpusTests
{
    [Test]
    public void Every_problem_of_every_configuration_names_a_line()
    {
        var folder = CorpusFolder.Require();
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".md", StringComparison.Ordinal)).ToList();
        files.Should().NotBeEmpty();

        foreach (var file in files)
        {
            var configuration = FlumeConfiguration.Load([file], new ConfigurationEnvironment());
            var lines = configuration.Problems.Select(problem => problem.ToString()).ToList();

            for (var i = 0; i < lines.Count; i++)
            {
                configuration.Problems[i].Location!.Line.Should().BePositive("in {0}", lines[i]);
                lines[i].Should().Contain(configuration.Problems[i].Location!.ToString()).And.NotContainAny("\n", "\r");
            }
        }
    }
}
