using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using FlumeSharp.Agent.Commands.Completion;
using FlumeSharp.Agent.Commands.Components;
using FlumeSharp.Agent.Commands.Explain;
using FlumeSharp.Agent.Commands.Format;
using FlumeSharp.Agent.Commands.Graph;
using FlumeSharp.Agent.Commands.Migrate;

namespace FlumeSharp.Agent.Commands;

/// <summary>The command line of <c>flumesharp</c>: reads the words, runs the verb, and turns what happened into an exit code.</summary>
internal static class CommandLine
{
    // Neither bundling (-nf would be two switches) nor @files: Flume has neither, and a password may start with '@'.
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Runs one command.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where complaints go.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = CreateRoot();
        if (args is [] or ["help"])
        {
            args = ["--help"];
        }
        else if (args is ["help", var verb, ..])
        {
            args = [verb, "--help"];
        }

        var problems = new List<string>();
        var words = StartOptionsFile.Complete(FlumeArguments.Normalize(args), problems);
        if (problems.Count > 0)
        {
            return Usage.Refuse(error, words[0], problems);
        }

        var result = root.Parse(words, Parsing);
        if (result.Action is ParseErrorAction)
        {
            return Refuse(result, error);
        }

        // Signals belong to the verbs: the agent stops in order, the others simply end.
        var invocation = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return await result.InvokeAsync(invocation, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is FlumeException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"flumesharp: {failure.Message}").ConfigureAwait(false);
            return ExitCodes.Failure;
        }
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("FlumeSharp moves events from sources over channels to sinks, as Apache Flume does, from the same configuration files.")
        {
            AgentCommand.Create("agent", isHidden: false),
            AgentCommand.Create("node", isHidden: true),
            ValidateCommand.Create(),
            ReloadCommand.Create(),
            ExplainCommand.Create(),
            GraphCommand.Create(),
            FormatCommand.Create(),
            MigrateCommand.Create(),
            ComponentsCommand.Create(),
            DocsCommand.Create(),
            FileSystemCommand.Create(),
            ChannelCommand.Create(),
            VersionCommand.Create(),
        };
        root.Add(CompletionCommand.Create(() => root));
        foreach (var option in root.Options)
        {
            if (option is HelpOption help)
            {
                help.Action = new VerbHelpAction();
            }
            else if (option is VersionOption version)
            {
                version.Action = new VersionAction();
            }
        }

        return root;
    }

    private static int Refuse(ParseResult result, TextWriter error)
    {
        var command = result.CommandResult.Command;
        return command is RootCommand root && result.UnmatchedTokens is [var word, ..]
            ? Usage.Refuse(error, "", [$"There is no command '{word}'; there are: {string.Join(", ", root.Subcommands.Where(static verb => !verb.Hidden).Select(static verb => verb.Name))}."])
            : Usage.Refuse(error, command is RootCommand ? "" : command.Name, result.Errors.Select(static problem => problem.Message));
    }
}
