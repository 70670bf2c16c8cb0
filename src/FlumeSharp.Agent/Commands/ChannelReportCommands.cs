using System.CommandLine;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Tools;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp channel check|stat|dump|repair</c>: looks into the folders of a file channel that does not run, and repairs them.</summary>
internal static class ChannelReportCommands
{
    public static VerbCommand Check() => Verb(
        "check",
        "Reads every byte and says what is damaged. Changes nothing. Exit code 1 when anything is.",
        needsCheckpoint: false,
        static (report, token) => Task.FromResult(report.Check(token)));

    public static VerbCommand Stat() => Verb(
        "stat",
        "Says how many events wait, and what the segments hold.",
        needsCheckpoint: false,
        static (report, token) => Task.FromResult(report.Stat(token)));

    public static VerbCommand Dump() => Verb(
        "dump",
        "Writes the waiting events as JSON, one on a line: number, headers, body as base64. Changes nothing.",
        needsCheckpoint: false,
        static (report, token) => Task.FromResult(report.Dump(token)));

    public static VerbCommand Repair() => Verb(
        "repair",
        "Puts damaged bytes aside (folder 'quarantine') and writes a new checkpoint; all other events stay.",
        needsCheckpoint: true,
        static (report, token) => report.RepairAsync(token));

    private static VerbCommand Verb(string name, string description, bool needsCheckpoint, Func<ChannelReport, CancellationToken, Task<int>> run)
    {
        var folders = new Argument<string[]>("DIR") { Description = "The folders of dataDirs, all of them.", Arity = ArgumentArity.OneOrMore };
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = needsCheckpoint ? "The folder of checkpointDir." : "The folder of checkpointDir; without it the whole log is read.",
            HelpName = "DIR",
            Required = needsCheckpoint,
        };
        var verb = new VerbCommand(name, description, $"flumesharp channel {name} /var/lib/flume/c1/data{(needsCheckpoint ? " --checkpoint /var/lib/flume/c1/checkpoint" : "")}")
        {
            folders, checkpoint,
        };
        var keys = new ChannelKeyOptions();
        keys.AddTo(verb);
        verb.SetAction(async (result, cancellationToken) =>
        {
            var configuration = result.InvocationConfiguration;
            using var held = new ChannelFolders(result.GetValue(folders)!, result.GetValue(checkpoint));
            return await run(new ChannelReport(held, new Keyring(keys.Read(result), null), configuration.Output, configuration.Error), cancellationToken).ConfigureAwait(false);
        });
        return verb;
    }
}
