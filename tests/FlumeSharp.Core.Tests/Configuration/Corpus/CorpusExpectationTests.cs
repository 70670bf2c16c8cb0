using System.Globalization;
using System.Text.Json;

namespace FlumeSharp.Configuration.Corpus;

/// <summary>
/// What survives of configurations as people write them, against a second reading of Flume's rules: <c>expect.py</c> beside this file, which
/// shares no line with the validation. Each dropped or doubtful thing is one problem with its line.
/// </summary>
public sealed class CorpusExpectationTests
{
    private static readonly string[] _words = ["sources", "channels", "sinks", "sinkgroups"];

    private static IEnumerable<TestCaseData> Cases()
        => File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Configuration", "Corpus", "Golden", "expected.ndjson"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(expected => new TestCaseData(expected).SetArgDisplayNames(expected.GetProperty("file").GetInt32().ToString("D3", CultureInfo.InvariantCulture)));

    [TestCaseSource(nameof(Cases))]
    public void The_same_components_survive_and_the_same_lines_are_blamed(JsonElement expected)
    {
        var file = Path.Combine(CorpusFolder.Require(), $"{expected.GetProperty("file").GetInt32():D3}.conf");

        var configuration = FlumeConfiguration.Load([file], new ConfigurationEnvironment());

        Summary(configuration).Should().Be(JsonSerializer.Serialize(expected.GetProperty("agents")));
        Problems(configuration).Should().Equal(expected.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!));
    }

    [Test]
    public void Every_file_has_an_expectation()
    {
        var files = Directory.EnumerateFiles(CorpusFolder.Require(), "*.conf").Select(file => int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture));

        files.Should().BeEquivalentTo(Cases().Select(golden => ((JsonElement)golden.Arguments[0]!).GetProperty("file").GetInt32()));
    }

    private static List<string> Problems(FlumeConfiguration configuration)
        => configuration.Problems.OrderBy(problem => problem.Location!.Line).ThenBy(problem => problem.Code, StringComparer.Ordinal)
            .Select(problem => string.Create(CultureInfo.InvariantCulture, $"{problem.Code}:{problem.Location!.Line}")).ToList();

    private static string Summary(FlumeConfiguration configuration)
        => JsonSerializer.Serialize(configuration.DeclaredAgentNames.Select(name => Summary(configuration, name)));

    private static Dictionary<string, object> Summary(FlumeConfiguration configuration, string name)
    {
        configuration.Agents.TryGetValue(name, out var agent);
        var summary = new Dictionary<string, object> { ["runs"] = agent is not null };
        foreach (var word in _words)
        {
            var list = ComponentList.Find(word)!;
            var declared = list.Split(configuration.Properties.FirstOrDefault(property => property.Key.Trim() == $"{name}.{word}")?.Value);
            var kept = Survivors(agent, word).ToHashSet(StringComparer.Ordinal);
            if (declared.Count > 0)
            {
                summary[word] = new Dictionary<string, object>
                {
                    ["kept"] = Enumerable.Range(0, declared.Count).Where(i => kept.Contains(declared[i])),
                    ["dropped"] = Enumerable.Range(0, declared.Count).Where(i => !kept.Contains(declared[i])),
                };
            }
        }

        return summary;
    }

    private static IEnumerable<string> Survivors(AgentConfiguration? agent, string word) => (word switch
    {
        "sources" => agent?.Sources,
        "channels" => agent?.Channels,
        "sinks" => agent?.Sinks,
        _ => agent?.SinkGroups,
    } ?? []).Select(component => component.Name);
}
