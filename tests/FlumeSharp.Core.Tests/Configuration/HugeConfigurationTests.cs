using System.Text;

namespace FlumeSharp.Configuration;

/// <summary>Generated files are long: nothing may be compared with everything. Each case took minutes when something was.</summary>
public sealed class HugeConfigurationTests
{
    private const int Many = 30_000;
    private const int DeadlineMilliseconds = 60_000;

    [Test]
    [CancelAfter(DeadlineMilliseconds)]
    public async Task Many_sinks_in_one_group(CancellationToken deadline)
    {
        var configuration = await ParseAsync(
            $"a1.channels = c1\na1.sinks = {Names("s")}\na1.sinkgroups = g1\na1.sinkgroups.g1.sinks = {Names("s")}\na1.sinkgroups.g1.processor.type = failover\na1.channels.c1.type = memory\n"
            + Lines(i => $"a1.sinks.s{i}.type = null\na1.sinks.s{i}.channel = c1"),
            deadline);

        configuration.Agents["a1"].SinkGroups.Should().ContainSingle();
        configuration.Agents["a1"].Sinks.Should().HaveCount(Many);
    }

    [Test]
    [CancelAfter(DeadlineMilliseconds)]
    public async Task Many_sinks_with_misspelt_channels(CancellationToken deadline)
    {
        var configuration = await ParseAsync(
            $"a1.channels = {Names("channel")}\na1.sinks = {Names("s")}\n"
            + Lines(i => $"a1.channels.channel{i}.type = memory\na1.sinks.s{i}.type = null\na1.sinks.s{i}.channel = chanel{i}"),
            deadline);

        var problems = configuration.Problems.Where(problem => problem.Code == ProblemCodes.SinkChannelUnknown).ToList();
        problems.Should().HaveCount(Many);
        problems.Should().OnlyContain(problem => problem.Remedy!.Length < 1000);
    }

    [Test]
    [CancelAfter(DeadlineMilliseconds)]
    public async Task Many_listed_names_without_properties_beside_many_unlisted_components(CancellationToken deadline)
    {
        var configuration = await ParseAsync(Samples.Complete + $"a1.sinks = {Names("sinkk")}\n" + Lines(i => $"a1.sinks.sink{i}.type = null"), deadline);

        configuration.Problems.Count(problem => problem.Code == ProblemCodes.ListedWithoutProperties).Should().Be(Many);
    }

    [Test]
    [CancelAfter(DeadlineMilliseconds)]
    public async Task Many_agents_with_unresolved_references(CancellationToken deadline)
    {
        var configuration = await ParseAsync(Lines(i => $"agent{i}.channels = ${{missing{i}}}"), deadline);

        configuration.Problems.Count(problem => problem.Code == ProblemCodes.UnresolvedReference).Should().Be(Many);
    }

    private static string Names(string prefix) => string.Join(' ', Enumerable.Range(0, Many).Select(i => $"{prefix}{i}"));

    private static string Lines(Func<int, string> line)
        => Enumerable.Range(0, Many).Aggregate(new StringBuilder(), (text, i) => text.Append(line(i)).Append('\n')).ToString();

    private static Task<FlumeConfiguration> ParseAsync(string text, CancellationToken deadline)
        => Task.Run(() => FlumeConfiguration.Parse(text), deadline).WaitAsync(deadline);
}
