using FlumeSharp.Agent.Hosting;
using FlumeSharp.Components;
using FlumeSharp.Metrics;

namespace FlumeSharp.Agent.Monitoring;

/// <summary>All counters of the agent in Prometheus' text format, each family once, with the component and its kind as labels.</summary>
internal static class PrometheusWriter
{
    /// <summary>Writes the counters of components, their state, and figures of the process.</summary>
    /// <param name="metrics">The counters.</param>
    /// <param name="agent">The components.</param>
    /// <param name="name">One of the ways of <see cref="PrometheusNames"/>.</param>
    public static string Write(MetricsRegistry metrics, RunningAgent agent, Func<Metric, string> name)
    {
        var text = new PrometheusText();
        WriteGroups(text, metrics.Groups, name);
        text.Family("flume_component_up", "gauge", "Whether a configured component runs.");
        foreach (var status in agent.Components())
        {
            text.Sample(
                "flume_component_up",
                status.State == LifecycleState.Started ? 1 : 0,
                ("component", status.Name),
                ("kind", status.Kind.ToString().ToLowerInvariant()),
                ("type", status.Type));
        }

        ProcessMetrics.Write(text);
        return text.ToString();
    }

    private static void WriteGroups(PrometheusText text, IReadOnlyList<CounterGroup> groups, Func<Metric, string> name)
    {
        // Groups of different classes share attributes; the format wants each family in one piece.
        var families = new OrderedDictionary<string, List<(CounterGroup Group, Metric Metric)>>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            foreach (var metric in group.Metrics)
            {
                var family = name(metric);
                if (!families.TryGetValue(family, out var members))
                {
                    families.Add(family, members = []);
                }

                members.Add((group, metric));
            }
        }

        foreach (var (family, members) in families)
        {
            text.Family(family, members[0].Metric.IsCounter ? "counter" : "gauge", members[0].Metric.Description);
            foreach (var (group, metric) in members)
            {
                text.Sample(family, metric.Value, ("component", group.Component), ("kind", group.Type.ToLowerInvariant()));
            }
        }
    }
}
