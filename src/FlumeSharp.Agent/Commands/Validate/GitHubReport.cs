using System.Globalization;
using FlumeSharp.Configuration;

namespace FlumeSharp.Agent.Commands.Validate;

/// <summary>Problems as workflow commands of GitHub Actions, which shows them at their lines in a pull request.</summary>
internal static class GitHubReport
{
    public static void Write(CheckResult check, TextWriter output)
    {
        foreach (var plugin in check.BrokenPlugins)
        {
            output.WriteLine($"::error::{Data(plugin.Problem!)}");
        }

        foreach (var finding in check.Findings)
        {
            var command = finding.Problem.Severity switch { ProblemSeverity.Error => "error", ProblemSeverity.Warning => "warning", _ => "notice" };
            var place = finding.Place;
            var columns = place.Column > 0 ? string.Create(CultureInfo.InvariantCulture, $",col={place.Column},endColumn={place.Column + place.Length}") : "";
            var line = place.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $",line={place.Line}{columns}") : "";
            output.WriteLine($"::{command} file={Property(finding.File)}{line},title={finding.Problem.Code}::{Data((finding.Problem with { Location = null }).ToString())}");
        }

        WriteStrictness(check, output);
    }

    private static void WriteStrictness(CheckResult check, TextWriter output)
    {
        if (check is { Errors: 0, IsGood: false })
        {
            output.WriteLine("::error::Warnings count as errors here (--strict)");
        }
    }

    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
