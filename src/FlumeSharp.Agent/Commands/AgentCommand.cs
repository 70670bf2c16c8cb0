using System.CommandLine;
using FlumeSharp.Agent.Hosting;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp agent</c>: runs one agent until a signal ends it.</summary>
internal static class AgentCommand
{
    /// <summary>The verb under one of its names.</summary>
    public static VerbCommand Create(string name, bool isHidden)
    {
        var options = new AgentOptions();
        var command = new VerbCommand(name, "Runs an agent until SIGTERM or Ctrl+C; a second signal ends it at once.", "flumesharp agent -n a1 -f conf/flume-agent.conf")
        {
            Hidden = isHidden,
            TreatUnmatchedTokensAsErrors = false,
        };
        foreach (var option in options.OfAgent)
        {
            command.Add(option);
        }

        command.SetAction((result, cancellationToken) => RunAsync(result, options, name, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, AgentOptions options, string verb, CancellationToken cancellationToken)
    {
        var streams = result.InvocationConfiguration;
        var isDryRun = result.GetValue(options.DryRun);
        var problems = new List<string>();
        var arguments = options.Read(result, needsName: !isDryRun, problems);
        if (verb == "node")
        {
            await streams.Error.WriteLineAsync("flumesharp: 'node' is the old name of 'agent'.").ConfigureAwait(false);
        }

        if (arguments is null)
        {
            return Usage.Refuse(streams.Error, verb, problems);
        }

        return isDryRun
            ? await ValidateCommand.RunAsync(arguments, streams.Output, cancellationToken).ConfigureAwait(false)
            : await AgentRun.RunAsync(arguments, streams.Output).ConfigureAwait(false);
    }
}
