using System.Text.Json;

namespace FlumeSharp.Agent.Commands.Validate;

/// <summary>Problems as one JSON object, for scripts.</summary>
internal static class JsonReport
{
    public static void Write(CheckResult check, TextWriter output) => JsonText.Write(output, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("errors", check.Errors);
        json.WriteNumber("warnings", check.Warnings);
        json.WriteBoolean("strict", check.IsStrict);
        json.WriteBoolean("good", check.IsGood);
        JsonText.WriteStrings(json, "files", check.Files);
        JsonText.WriteStrings(json, "agents", check.Agents);
        json.WriteStartArray("problems");
        foreach (var finding in check.Findings)
        {
            WriteFinding(json, finding);
        }

        foreach (var plugin in check.BrokenPlugins)
        {
            json.WriteStartObject();
            json.WriteString("severity", "error");
            json.WriteString("file", plugin.Folder);
            json.WriteString("message", plugin.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        var problem = finding.Problem;
        json.WriteStartObject();
        json.WriteString("severity", finding.Severity);
        json.WriteString("code", problem.Code);
        json.WriteString("message", problem.Message);
        json.WriteString("remedy", problem.Remedy);
        json.WriteString("file", finding.File);
        if (finding.Place.Line > 0)
        {
            json.WriteNumber("line", finding.Place.Line);
        }

        if (finding.Place.Column > 0)
        {
            json.WriteNumber("column", finding.Place.Column);
            json.WriteNumber("endColumn", finding.Place.Column + finding.Place.Length);
        }

        json.WriteString("component", problem.Component);
        json.WriteString("key", problem.Key);
        json.WriteEndObject();
    }
}
