using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using FlumeSharp.Agent.Hosting;

namespace FlumeSharp.Agent.Monitoring;

/// <summary>The bodies of <c>/healthz</c> and <c>/readyz</c>.</summary>
internal static class HealthWriter
{
    /// <summary>The process lives, or there would be no answer.</summary>
    public static string Alive(RunningAgent agent) => new StringBuilder("{\"status\":\"ok\",\"agent\":").AppendJson(agent.Plan.AgentName).Append('}').ToString();

    /// <summary>Whether every component of the plan runs, and which do not and why.</summary>
    public static (bool IsReady, string Json) Ready(RunningAgent agent)
    {
        var missing = agent.Missing();
        var isReady = missing.Count == 0 && agent.Waiting is null;
        var json = new StringBuilder("{\"status\":").AppendJson(isReady ? "ready" : "not ready").Append(",\"agent\":").AppendJson(agent.Plan.AgentName);
        if (missing.Count > 0)
        {
            json.Append(",\"notRunning\":[");
            foreach (var status in missing)
            {
                json.Append(json[^1] == '[' ? "{" : ",{")
                    .Append("\"kind\":").AppendJson(status.Kind.ToString().ToLowerInvariant())
                    .Append(",\"name\":").AppendJson(status.Name)
                    .Append(",\"type\":").AppendJson(status.Type)
                    .Append(",\"state\":").AppendJson(status.State.ToString().ToLowerInvariant())
                    .Append(",\"reason\":").AppendJson(status.Failure ?? "it has not started yet")
                    .Append('}');
            }

            json.Append(']');
        }

        // After a rejection what ran before goes on, so the agent is as ready as it was.
        if ((agent.Waiting ?? agent.Rejection) is { } rejection)
        {
            json.Append(",\"configuration\":{\"status\":").AppendJson(agent.Waiting is null ? "rejected" : "waiting").Append(",\"since\":").AppendJson(rejection.Since.ToString("O", CultureInfo.InvariantCulture))
                .Append(",\"reason\":").AppendJson(rejection.Reason).Append('}');
        }

        return (isReady, json.Append('}').ToString());
    }

    private static StringBuilder AppendJson(this StringBuilder json, string text)
    {
        // Unlike Flume's metrics, which escape what means something in HTML, this is read by people.
        return json.Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)).Append('"');
    }
}
