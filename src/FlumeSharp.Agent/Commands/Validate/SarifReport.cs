using System.Text.Json;
using FlumeSharp.Configuration;

namespace FlumeSharp.Agent.Commands.Validate;

/// <summary>Problems in the Static Analysis Results Interchange Format 2.1.0, which code hosts and editors read.</summary>
internal static class SarifReport
{
    public static void Write(CheckResult check, TextWriter output) => JsonText.Write(output, json =>
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, check);
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (var finding in check.Findings)
        {
            WriteResult(json, finding);
        }

        json.WriteEndArray();
        WriteInvocation(json, check);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteTool(Utf8JsonWriter json, CheckResult check)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "flumesharp");
        json.WriteString("version", VersionCommand.Number);
        json.WriteStartArray("rules");
        foreach (var code in check.Findings.Select(static finding => finding.Problem.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var entry = ProblemGuide.Find(code);
            json.WriteStartObject();
            json.WriteString("id", code);
            WriteText(json, "shortDescription", entry?.Title ?? code);
            if (entry is not null)
            {
                WriteText(json, "help", entry.Text);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Problem.Code);
        json.WriteString("level", finding.Problem.Severity switch { ProblemSeverity.Error => "error", ProblemSeverity.Warning => "warning", _ => "note" });
        WriteText(json, "message", (finding.Problem with { Location = null }).ToString());
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", UriOf(finding.File));
        json.WriteEndObject();
        if (finding.Place.Line > 0)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", finding.Place.Line);
            if (finding.Place.Column > 0)
            {
                json.WriteNumber("startColumn", finding.Place.Column);
                json.WriteNumber("endColumn", finding.Place.Column + finding.Place.Length);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // A plug-in that cannot be loaded is no fault of a file: it is a notification of the tool.
    private static void WriteInvocation(Utf8JsonWriter json, CheckResult check)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", check.BrokenPlugins.Count == 0);
        json.WriteNumber("exitCode", check.IsGood ? ExitCodes.Ok : ExitCodes.Usage);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var plugin in check.BrokenPlugins)
        {
            json.WriteStartObject();
            json.WriteString("level", "error");
            WriteText(json, "message", plugin.Problem!);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    // Relative names stay relative, so that the host can match them with its checkout.
    private static string UriOf(string file) => Path.IsPathRooted(file) ? new Uri(file).AbsoluteUri : Uri.EscapeDataString(file).Replace("%2F", "/", StringComparison.Ordinal);
}
