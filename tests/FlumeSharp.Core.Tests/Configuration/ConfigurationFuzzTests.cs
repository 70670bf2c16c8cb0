using System.Text;
using CsCheck;

namespace FlumeSharp.Configuration;

/// <summary>No content of a file may crash, hang or grow the reader, and whatever it complains about it can place.</summary>
public sealed class ConfigurationFuzzTests
{
    private static readonly string[] _pieces =
    [
        "a1", "b1", ".", ".", "sources", "channels", "sinks", "sinkgroups", "configfilters", "r1", "c1", "k1", "g1", "type", "channel",
        "processor.type", "selector.", "config", " = ", "=", ":", "\n", "\n", "\n", "\r\n", "\\\n", "\\", "\\u00", "#", ",", "\t", " ",
        "${", "${", "}", "}", "$${", ":-", "env:", "sys:X", "date:yyyy", "java:version", "${f['x']}", "memory", "logger", "seq", "é", "\0",
    ];

    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(2);

    private static readonly ConfigurationEnvironment _environment = new()
    {
        Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["c1"] = "${env:c1}", ["k1"] = "${k1}", ["a1"] = "" },
    };

    [Test]
    public void Random_bytes_are_read()
        => Gen.Byte.Array[0, 400].Sample(bytes => Check([PropertiesReader.Read("f", bytes)]), iter: 3000);

    [Test]
    public void Random_configurations_are_read()
        => Gen.Int[0, _pieces.Length - 1].Array[0, 120].Sample(
            pieces => Check([PropertiesReader.ReadText("f", string.Concat(pieces.Select(piece => _pieces[piece])))]),
            iter: 10_000);

    [TestCase(100_000)]
    public Task References_nested_without_end_are_refused_in_time(int depth)
        => InTime("x = " + string.Concat(Enumerable.Repeat("${", depth)) + string.Concat(Enumerable.Repeat("}", depth)));

    [TestCase(100_000)]
    public Task Escaped_references_without_end_are_refused_in_time(int count)
        => InTime("x = " + string.Concat(Enumerable.Repeat("$${a", count)) + string.Concat(Enumerable.Repeat("}", count)));

    [TestCase(100_000)]
    public Task Unterminated_references_are_plain_text(int count)
        => InTime("x = " + string.Concat(Enumerable.Repeat("${", count)));

    [TestCase(40)]
    public async Task A_value_that_doubles_at_every_step_is_refused(int steps)
    {
        var text = new StringBuilder("k0 = x\n");
        for (var i = 1; i <= steps; i++)
            text.Append($"k{i} = ${{k{i - 1}}}${{k{i - 1}}}\n");

        (await InTime(text.ToString())).Problems.Should().Contain(problem => problem.Code == ProblemCodes.ReferenceTooLarge);
    }

    [TestCase(20_000)]
    public async Task A_long_chain_of_references_in_any_order_ends(int length)
    {
        var text = new StringBuilder();
        for (var i = length; i > 0; i--)
            text.Append($"k{i} = ${{k{i - 1}}}\n");

        await InTime(text + "k0 = x\n");
    }

    [TestCase(50_000)]
    public async Task Very_many_names_in_a_list_are_read_in_time(int count)
        => (await InTime(Samples.Complete + "a1.sources = " + string.Join(' ', Enumerable.Range(0, count)) + "\n")).Problems.Should().HaveCountGreaterThan(count);

    [TestCase(50_000)]
    public async Task Very_many_unlisted_components_are_read_in_time(int count)
        => (await InTime(Samples.Complete + string.Concat(Enumerable.Range(0, count).Select(i => $"a1.sources.s{i}.type = seq\n")))).Problems.Should().HaveCount(count);

    // A deadline against reading that never ends, or as good as never; no claim of speed.
    private static Task<FlumeConfiguration> InTime(string text) => Task.Run(() => FlumeConfiguration.Parse(text, _environment)).WaitAsync(_deadline);

    private static bool Check(IReadOnlyList<PropertiesDocument> documents)
    {
        var configuration = FlumeConfiguration.Build(documents, _environment);
        return configuration.Problems.All(problem => problem.Location is { Line: > 0 } && !problem.ToString().AsSpan().ContainsAny("\n\r"))
            && configuration.Agents.Values.All(agent => agent.Channels.Count > 0 && agent.Sources.Count + agent.Sinks.Count > 0)
            && configuration.Agents.Keys.All(configuration.DeclaredAgentNames.Contains);
    }
}
