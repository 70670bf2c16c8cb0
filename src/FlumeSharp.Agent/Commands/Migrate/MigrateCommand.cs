using System.CommandLine;
using FlumeSharp.Agent.Commands.Format;
using FlumeSharp.Agent.Hosting;

namespace FlumeSharp.Agent.Commands.Migrate;

/// <summary><c>flumesharp migrate</c>: rewrites deprecated keys and the old names of the Kafka components.</summary>
internal static class MigrateCommand
{
    public static VerbCommand Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Files of one configuration; '-' is standard input.", Arity = ArgumentArity.OneOrMore };
        var diff = new Option<bool>("--diff") { Description = "Show the changes as diff -u does, and change nothing." };
        var write = new Option<bool>("--write", "-w") { Description = "Rewrite the files; else the text goes to standard output." };
        var plugins = new Option<string?>("--plugins-path") { Description = "Folders with plug-ins, separated by ':'.", HelpName = "DIRS" };
        var command = new VerbCommand(
            "migrate",
            "Rewrites deprecated keys and old Kafka names; everything else stays as it is.",
            "flumesharp migrate flume.conf --diff\nflumesharp migrate flume.conf --write")
        {
            files, diff, write, plugins,
        };
        command.SetAction(result =>
        {
            var streams = result.InvocationConfiguration;
            var names = result.GetValue(files)!;
            if (EditedFiles.ProblemWith(command, names, result.GetValue(write), result.GetValue(diff)) is { } problem)
            {
                return Usage.Refuse(streams.Error, "migrate", [problem]);
            }

            var read = new List<EditedFile>();
            var code = EditedFiles.ForEach(names, streams.Error, file =>
            {
                read.Add(file);
                return ExitCodes.Ok;
            });
            if (code != ExitCodes.Ok)
            {
                return code;
            }

            var registry = KnownComponents.Load(result.GetValue(plugins)?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [], out _);
            var migration = new Migration(read, new OldKeys(registry));
            Report(migration, streams.Error);
            read.ForEach(file => Hand(file, migration.EditsOf(file), result.GetValue(diff), result.GetValue(write), streams.Output));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Hand(EditedFile file, LineEdits edits, bool shows, bool writes, TextWriter output)
    {
        if (shows)
        {
            ShowDiff(file, edits, output);
        }
        else if (!writes)
        {
            file.Write(edits.IsEmpty ? file.Text : edits.Apply(), output);
        }
        else if (!edits.IsEmpty)
        {
            file.Replace(edits.Apply());
            output.WriteLine($"{file.Name} rewritten");
        }
    }

    // Names are text of the terminal; the lines are those of the file, to the byte, or no patch would find them.
    private static void ShowDiff(EditedFile file, LineEdits edits, TextWriter output)
    {
        if (!edits.IsEmpty)
        {
            output.Write($"--- {file.Name}\n+++ {file.Name}\n");
            file.WriteLines(LineDiff.Hunks(edits, file.HasByteOrderMark ? "\ufeff" : ""), output);
        }
    }

    private static void Report(Migration migration, TextWriter error)
    {
        foreach (var change in migration.Changes)
        {
            error.WriteLine(change);
        }

        foreach (var note in migration.Notes)
        {
            error.WriteLine($"{note} (to be done by hand)");
        }

        if (migration.Changes.Count + migration.Notes.Count == 0)
        {
            error.WriteLine("Nothing to migrate.");
        }
    }
}
