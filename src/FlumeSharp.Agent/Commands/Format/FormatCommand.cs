using System.CommandLine;

namespace FlumeSharp.Agent.Commands.Format;

/// <summary><c>flumesharp fmt</c>: lays configuration files out in one way, comments kept and meaning unchanged.</summary>
internal static class FormatCommand
{
    public static VerbCommand Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Files to format; '-' is standard input.", Arity = ArgumentArity.OneOrMore };
        var check = new Option<bool>("--check") { Description = "Only name the files that are laid out otherwise; exit code 1 when there are any." };
        var write = new Option<bool>("--write", "-w") { Description = "Rewrite the files; else the text goes to standard output." };
        var command = new VerbCommand(
            "fmt",
            "Formats configuration files; comments stay, and so does the meaning.",
            "flumesharp fmt conf/flume-agent.conf\nflumesharp fmt --check conf/*.conf\nflumesharp fmt --write conf/*.conf")
        {
            files, check, write,
        };
        command.SetAction(result =>
        {
            var streams = result.InvocationConfiguration;
            var names = result.GetValue(files)!;
            var problem = EditedFiles.ProblemWith(command, names, result.GetValue(write), result.GetValue(check));
            return problem is not null
                ? Usage.Refuse(streams.Error, "fmt", [problem])
                : EditedFiles.ForEach(names, streams.Error, file => Format(file, result.GetValue(check), result.GetValue(write), streams.Output));
        });
        return command;
    }

    private static int Format(EditedFile file, bool onlyChecks, bool writes, TextWriter output)
    {
        var text = PropertiesFormatter.Format(file.Syntax);
        var isSame = string.Equals(text, file.Text, StringComparison.Ordinal);
        if (onlyChecks)
        {
            if (!isSame)
            {
                output.WriteLine(file.Name);
            }

            return isSame ? ExitCodes.Ok : ExitCodes.Failure;
        }

        if (!writes)
        {
            file.Write(text, output);
        }
        else if (!isSame)
        {
            file.Replace(text);
            output.WriteLine($"{file.Name} formatted");
        }

        return ExitCodes.Ok;
    }
}
