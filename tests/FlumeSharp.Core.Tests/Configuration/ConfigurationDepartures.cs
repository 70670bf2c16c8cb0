using System.Text.Json;

namespace FlumeSharp.Configuration;

/// <summary>Where our validation differs from Flume's on purpose, each with its reason, the cases it covers and what we do instead.</summary>
internal static class ConfigurationDepartures
{
    public static readonly IReadOnlyList<Departure> All =
    [
        new(
            "A malformed escape ends Flume before it validates anything; here no agent runs, but everything else is still reported.",
            golden => golden.TryGetProperty("propertiesException", out _),
            configuration => configuration.Agents.Should().BeEmpty()),
        new(
            "Flume crashes on a sink group without 'sinks'; we drop the group, with an error.",
            golden => golden.TryGetProperty("configurationException", out _),
            configuration => configuration.Problems.Should().Contain(problem => problem.Severity == ProblemSeverity.Error)),
        new(
            "Flume forgot load_balancing in one of its tables and removes every source that uses it; it works here.",
            golden => Text(golden).Contains("selector.type = load_balancing", StringComparison.OrdinalIgnoreCase)
                || Text(golden).Contains("LoadBalancingChannelSelector", StringComparison.OrdinalIgnoreCase),
            configuration =>
            {
                configuration.Agents["a1"].Sources.Should().ContainSingle();
                configuration.Problems.Should().BeEmpty();
            }),
        new(
            "Flume has no default processor, so a group without one never runs; with one sink it runs here, with several the plan refuses it.",
            golden => Text(golden).Contains(".sinkgroups.g1.sinks", StringComparison.Ordinal)
                && !Text(golden).Contains(".processor.type", StringComparison.Ordinal)
                && !golden.TryGetProperty("configurationException", out _),
            configuration => configuration.Agents["a1"].SinkGroups.Select(group => group.Type).Should().Equal("default")),
    ];

    private static string Text(JsonElement golden) => string.Concat(Golden.Strings(golden.GetProperty("text")));

    internal sealed record Departure(string Reason, Func<JsonElement, bool> Applies, Action<FlumeConfiguration> Check)
    {
        public override string ToString() => Reason;
    }
}
