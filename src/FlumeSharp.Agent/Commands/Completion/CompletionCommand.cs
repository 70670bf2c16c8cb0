using System.CommandLine;

namespace FlumeSharp.Agent.Commands.Completion;

/// <summary><c>flumesharp completion</c>: a script that lets a shell complete commands, switches, files and agents.</summary>
internal static class CompletionCommand
{
    /// <param name="root">The command line; it is looked at when the command runs.</param>
    public static VerbCommand Create(Func<Command> root)
    {
        var shell = new Argument<string>("bash|zsh|fish") { Description = "The shell." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new VerbCommand(
            "completion",
            "Prints a script that lets a shell complete commands, switches, files and the names of agents.",
            "source <(flumesharp completion bash)\nsource <(flumesharp completion zsh)\nflumesharp completion fish | source")
        {
            shell,
        };
        command.SetAction(result =>
        {
            var tree = CompletionTree.Of(root());
            result.InvocationConfiguration.Output.Write(result.GetValue(shell) switch
            {
                "zsh" => ZshCompletion.Script(tree),
                "fish" => FishCompletion.Script(tree),
                _ => BashCompletion.Script(tree),
            });
        });
        return command;
    }
}
