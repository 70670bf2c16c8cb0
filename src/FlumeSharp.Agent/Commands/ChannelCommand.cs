using System.CommandLine;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp channel</c>: works on the files of a file channel whose agent is stopped.</summary>
internal static class ChannelCommand
{
    public static VerbCommand Create() => new(
        "channel",
        "Works on the files of a file channel that no agent runs.",
        "flumesharp channel import /var/lib/flume/old --to /var/lib/flume/c1\nflumesharp channel export /var/lib/flume/c1 --format ndjson -o events.ndjson")
    {
        ChannelImportCommand.Create(),
        ChannelExportCommand.Create(),
        ChannelReportCommands.Check(),
        ChannelReportCommands.Stat(),
        ChannelReportCommands.Dump(),
        ChannelReportCommands.Repair(),
    };
}
