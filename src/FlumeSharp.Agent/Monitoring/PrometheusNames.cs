using System.Text;
using FlumeSharp.Metrics;

namespace FlumeSharp.Agent.Monitoring;

/// <summary>How Flume's attributes are called in Prometheus.</summary>
internal static class PrometheusNames
{
    /// <summary>As Flume's own exporter calls them: <c>Flume_EventPutSuccessCount_total</c>.</summary>
    public static string Flume(Metric metric) => $"Flume_{metric.Name}{(metric.IsCounter ? "_total" : "")}";

    /// <summary>
    /// As Prometheus wants them, and <c>promtool check metrics</c> insists: <c>flume_event_put_success_total</c>. A trailing
    /// <c>Count</c> goes, because a name that ends in it belongs to histograms.
    /// </summary>
    public static string Idiomatic(Metric metric)
    {
        var stem = metric.Name.EndsWith("Count", StringComparison.Ordinal) ? metric.Name.AsSpan(0, metric.Name.Length - "Count".Length) : metric.Name;
        var name = new StringBuilder("flume");
        for (var i = 0; i < stem.Length; i++)
        {
            var isWordStart = char.IsUpper(stem[i]) && (i == 0 || !char.IsUpper(stem[i - 1]));
            if (isWordStart)
            {
                name.Append('_');
            }

            name.Append(char.ToLowerInvariant(stem[i]));
        }

        return name.Append(metric.IsCounter ? "_total" : "").ToString();
    }
}
