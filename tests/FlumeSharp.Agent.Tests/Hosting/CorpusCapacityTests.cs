using System.Text.Json;
using System.Text.RegularExpressions;
using FlumeSharp.Configuration;
using FlumeSharp.Runtime;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Hosting;

/// <summary>
/// Batches that are larger than a channel's transactions, in configurations as people write them: what expect.py of the Core tests says, as far as
/// this version has the types.
/// </summary>
public sealed partial class CorpusCapacityTests
{
    private const string TooLarge = "FS3002";

    [Test]
    public void The_same_sources_and_sinks_are_refused()
    {
        var corpus = Repository.Shared("corpus", "the collection of real configurations is not there");
        var registry = KnownComponents.Load([], out _);
        var planner = new Planner(registry, new AgentResources(1L << 40));
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "tests", "FlumeSharp.Core.Tests", "Configuration", "Corpus", "Golden", "expected.ndjson")))
        {
            var expected = JsonDocument.Parse(line).RootElement;
            var number = expected.GetProperty("file").GetInt32();
            var configuration = FlumeConfiguration.Load([Path.Combine(corpus, $"{number:D3}.conf")], new ConfigurationEnvironment());
            foreach (var (name, agent) in configuration.DeclaredAgentNames.Zip(expected.GetProperty("agents").EnumerateArray()))
            {
                if (agent.TryGetProperty("tooLarge", out var places))
                    Check(planner.Plan(configuration, name), configuration, name, places.EnumerateArray().Select(static place => place.GetString()!).ToHashSet(StringComparer.Ordinal), number);
            }
        }
    }

    private static void Check(PipelinePlan plan, FlumeConfiguration configuration, string agent, HashSet<string> expected, int file)
    {
        var refused = Places(plan, configuration, agent, static problem => problem.Code == TooLarge);
        refused.Should().BeSubsetOf(expected, "of file {0}", file);

        // A type that is not here yet, or a property that is wrong, has been reported before batches were looked at.
        var otherwise = Places(plan, configuration, agent, static problem => problem.Severity == ProblemSeverity.Error && problem.Code != TooLarge);
        expected.Except(refused).Should().BeSubsetOf(otherwise, "of file {0}", file);
    }

    private static HashSet<string> Places(PipelinePlan plan, FlumeConfiguration configuration, string agent, Func<ConfigurationProblem, bool> counts)
    {
        var places = new HashSet<string>(StringComparer.Ordinal);
        foreach (var problem in plan.Problems.Where(counts))
        {
            if (Label().Match(problem.Component ?? "") is { Success: true } label)
            {
                var word = label.Groups["kind"].Value.ToLowerInvariant() + "s";
                var list = configuration.Properties.First(property => property.Key.Trim() == $"{agent}.{word}").Value;
                places.Add($"{word}:{Array.IndexOf([.. list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)], label.Groups["name"].Value)}");
            }
        }

        return places;
    }

    [GeneratedRegex(@"^(?<kind>Source|Sink) '(?<name>[^']+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
