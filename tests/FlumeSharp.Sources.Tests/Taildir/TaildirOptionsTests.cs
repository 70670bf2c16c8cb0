using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Sources.Taildir;

public sealed class TaildirOptionsTests
{
    [TestCase("filegroups = g", "names no group that has files")]
    [TestCase("filegroups.g = /a/.*", "'filegroups' is required")]
    [TestCase("filegroups = g|filegroups.g = .*log", "must be a directory, a slash and a pattern")]
    [TestCase("filegroups = g|filegroups.g = /a/(", "no pattern that can be used")]
    [TestCase("filegroups = g|filegroups.g = /a/.*|headers.g = x", "'headers.g' must be 'headers.GROUP.KEY'")]
    [TestCase("filegroups = g|filegroups.g = /a/.*|batchSize = 0", "'batchSize' must be at least 1")]
    [TestCase("filegroups = g|filegroups.g = /a/.*|renamedFiles = forget", "'renamedFiles' must be one of reread, continue")]
    public void Mistakes_are_errors(string keys, string message) =>
        Problems(keys).Should().Contain(problem => problem.Severity == ProblemSeverity.Error && problem.Message.Contains(message));

    [TestCase("filegroups = g h|filegroups.g = /a/.*", "passed over because 'filegroups.h' is not set")]
    [TestCase("filegroups = g|filegroups.g = /a/.*|filegroups.h = /b/.*", "'filegroups.h' has no effect")]
    [TestCase("filegroups = g|filegroups.g = /a/.*|headers.h.k = v", "there is no file group 'h'")]
    [TestCase("filegroups = g|filegroups.g = /a/.*|maxBatchCount = 0", "the default 9223372036854775807 is used")]
    public void What_Flume_passes_over_is_a_warning(string keys, string message)
    {
        var problems = Problems(keys);

        problems.Should().NotContain(static problem => problem.Severity == ProblemSeverity.Error);
        problems.Should().Contain(problem => problem.Severity == ProblemSeverity.Warning && problem.Message.Contains(message));
    }

    [TestCase("/var/log/.*\\.log", "/var/log", ".*\\.log")]
    [TestCase("/.*", "/", ".*")]
    [TestCase("logs//x", "logs/", "x")]
    public void A_group_is_a_directory_and_a_pattern(string value, string directory, string pattern) => FileGroup.Split(value).Should().Be((directory, pattern));

    [Test]
    public void A_pattern_must_match_the_whole_name()
    {
        var group = new FileGroup("g", "/a/b.*\\.log", []);

        group.Matches("b1.log").Should().BeTrue();
        group.Matches("ab1.log").Should().BeFalse();
        group.Matches("b1.log.1").Should().BeFalse();
    }

    private static IReadOnlyList<ConfigurationProblem> Problems(string keys)
    {
        var registry = new ComponentRegistry(typeof(IComponent).Assembly, typeof(TaildirSource).Assembly);
        var properties = keys.Split('|').Select(static line => line.Split(" = ")).Select(static pair => KeyValuePair.Create(pair[0], pair[1]));
        return OptionsBinder.Bind(typeof(TaildirSourceOptions), ComponentProperties.Create("a1.sources.r1", properties), new BindingScope("source 'r1'", null, registry, static _ => false)).Problems;
    }
}
