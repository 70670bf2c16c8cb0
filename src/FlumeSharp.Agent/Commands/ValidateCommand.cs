using System.CommandLine;
using FlumeSharp.Agent.Commands.Validate;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp validate</c>: says everything that is wrong with configuration files, and starts nothing.</summary>
internal static class ValidateCommand
{
    public static VerbCommand Create()
    {
        var options = new AgentOptions();
        var files = new Argument<string[]>("FILE") { Description = "Files to check, each by itself; '-' is standard input. Files that one agent merges are given with -f.", Arity = ArgumentArity.ZeroOrMore };
        var format = new Option<string>("--format") { Description = "How problems are written: text, json, sarif, or github for its Actions.", HelpName = "text|json|sarif|github", DefaultValueFactory = static _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "sarif", "github");
        var command = new VerbCommand(
            "validate",
            "Checks configuration files without running anything.",
            "flumesharp validate conf/flume-agent.conf\nflumesharp validate -f base.conf -f site.conf -n a1 --strict\nflumesharp validate --format sarif conf/*.conf > flume.sarif")
        {
            files, format,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        foreach (var option in options.OfValidate)
        {
            command.Add(option);
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            var problems = new List<string>();
            var streams = result.InvocationConfiguration;
            var alone = result.GetValue(files) ?? [];
            return options.Read(result, needsName: false, problems, alone) is { } arguments
                ? Report(await CheckAsync(arguments.Separate(alone), cancellationToken).ConfigureAwait(false), result.GetValue(format)!, streams.Output)
                : Usage.Refuse(streams.Error, "validate", problems);
        });
        return command;
    }

    /// <summary>Checks one configuration and reports as text; what <c>agent --dryrun</c> does.</summary>
    /// <returns><see cref="ExitCodes.Ok"/>, or <see cref="ExitCodes.Usage"/> when there is an error.</returns>
    public static async Task<int> RunAsync(AgentArguments arguments, TextWriter output, CancellationToken cancellationToken) =>
        Report([await ConfigurationCheck.RunAsync(arguments, cancellationToken).ConfigureAwait(false)], "text", output);

    private static async Task<IReadOnlyList<CheckResult>> CheckAsync(IEnumerable<AgentArguments> configurations, CancellationToken cancellationToken)
    {
        var checks = new List<CheckResult>();
        foreach (var arguments in configurations)
        {
            checks.Add(await ConfigurationCheck.RunAsync(arguments, cancellationToken).ConfigureAwait(false));
        }

        return checks;
    }

    private static int Report(IReadOnlyList<CheckResult> checks, string format, TextWriter output)
    {
        var check = CheckResult.Join(checks);
        Action<CheckResult, TextWriter> write = format switch
        {
            "json" => JsonReport.Write,
            "sarif" => SarifReport.Write,
            "github" => GitHubReport.Write,
            _ => TextReport.Write,
        };
        write(check, output);
        return check.IsGood ? ExitCodes.Ok : ExitCodes.Usage;
    }
}
