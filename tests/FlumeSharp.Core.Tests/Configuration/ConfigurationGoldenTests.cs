using System.Text.Json;

namespace FlumeSharp.Configuration;

/// <summary>What Flume's validation made of configurations: the errors it collected, the names and properties it kept.</summary>
public sealed class ConfigurationGoldenTests
{
    private static IEnumerable<TestCaseData> Cases() => Golden.Cases("config.ndjson");

    [TestCaseSource(nameof(Cases))]
    public void Agents_and_errors_are_Flumes(JsonElement golden)
    {
        var configuration = FlumeConfiguration.Build(Golden.Documents(golden), Golden.Environment);

        var departure = ConfigurationDepartures.All.FirstOrDefault(known => known.Applies(golden));
        if (departure is not null)
        {
            departure.Check(configuration);
            return;
        }

        Errors(configuration).Should().BeEquivalentTo(Errors(golden));
        foreach (var (name, expected) in golden.GetProperty("agentsAfter").EnumerateObject().Select(agent => (agent.Name, agent.Value)))
        {
            configuration.Agents.ContainsKey(name).Should().Be(expected.ValueKind != JsonValueKind.Null, "of agent {0}", name);
            if (configuration.Agents.TryGetValue(name, out var agent))
                Compare(agent, expected, Golden.Map(golden.GetProperty("properties")));
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Every_problem_has_a_code_and_a_line(JsonElement golden)
    {
        var configuration = FlumeConfiguration.Build(Golden.Documents(golden), Golden.Environment);

        foreach (var problem in configuration.Problems)
        {
            problem.Code.Should().StartWith("FS1");
            problem.Location!.Line.Should().BePositive();
            problem.ToString().Should().NotContain("\n");
        }
    }

    private static void Compare(AgentConfiguration agent, JsonElement expected, Dictionary<string, string> all)
    {
        foreach (var (word, components) in Lists(agent))
            components.Select(component => component.Name).Should().BeEquivalentTo(Golden.Strings(expected.GetProperty(word)), "as {0}", word);

        foreach (var (word, components) in new[] { ("source", agent.Sources), ("channel", agent.Channels), ("sink", agent.Sinks) })
        {
            var contexts = expected.GetProperty(word + "Contexts");
            foreach (var component in components)
            {
                if (!contexts.TryGetProperty(component.Name, out var context))
                    continue;

                var properties = Golden.Map(context);
                component.Properties.Keys.Should().BeEquivalentTo(properties.Keys);
                foreach (var (key, value) in properties.Where(pair => !Golden.IsLeftToHashOrder(pair.Value, all)))
                    Sorted(component.Properties[key]!).Should().Be(Sorted(value), "of {0}", key);
            }
        }
    }

    /// <summary>Flume writes rewritten lists in hash order.</summary>
    private static string Sorted(string value) => string.Join(' ', value.Split(' ').Order(StringComparer.Ordinal));

    private static IEnumerable<(string Word, IReadOnlyList<ComponentConfiguration> Components)> Lists(AgentConfiguration agent)
        =>
        [
            ("sources", agent.Sources),
            ("channels", agent.Channels),
            ("sinks", agent.Sinks),
            ("sinkgroups", agent.SinkGroups),
            ("configfilters", agent.ConfigFilters),
        ];

    private static List<string> Errors(FlumeConfiguration configuration)
        => configuration.Problems.SelectMany(problem => problem.FlumeErrors)
            .Select(error => $"{error.Component}|{error.Key}|{Golden.Spell(error.Type)}|{(error.IsWarning ? "WARNING" : "ERROR")}").ToList();

    private static List<string> Errors(JsonElement golden)
        => golden.GetProperty("errors").EnumerateArray()
            .Select(error => string.Join('|', new[] { "component", "key", "type", "level" }.Select(part => error.GetProperty(part).GetString()))).ToList();
}
