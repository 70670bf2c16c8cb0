using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FlumeSharp.Agent.Commands;

/// <summary>The usual help, with the verb's example at its end.</summary>
internal sealed class VerbHelpAction : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;

        // The library takes a command that bears unknown words for one that hands them to another program, and would say so.
        var refusesWords = command.TreatUnmatchedTokensAsErrors;
        command.TreatUnmatchedTokensAsErrors = true;
        new HelpAction { MaxWidth = TextWidth() }.Invoke(parseResult);
        command.TreatUnmatchedTokensAsErrors = refusesWords;
        if (command is VerbCommand verb)
        {
            output.WriteLine("Example:");
            foreach (var line in verb.Example.Split('\n'))
            {
                output.WriteLine($"  {line}");
            }

            output.WriteLine();
        }

        return ExitCodes.Ok;
    }

    private static int TextWidth() => Console.IsOutputRedirected ? 120 : Math.Max(60, Console.WindowWidth);
}
