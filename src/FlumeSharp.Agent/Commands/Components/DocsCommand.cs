using System.CommandLine;
using FlumeSharp.Agent.Hosting;

namespace FlumeSharp.Agent.Commands.Components;

/// <summary><c>flumesharp docs</c>: brings the tables of keys in the reference pages up to date. For developers, so it is not listed.</summary>
internal static class DocsCommand
{
    public static VerbCommand Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder with the reference pages." };
        var check = new Option<bool>("--check") { Description = "Only say which pages are stale; exit code 1 when there are any." };
        var command = new VerbCommand("docs", "Brings the tables of keys in the reference pages up to date.", "flumesharp docs docs/reference --check") { folder, check };
        command.Hidden = true;
        command.SetAction(result => Run(result.GetValue(folder)!, result.GetValue(check), result.InvocationConfiguration));
        return command;
    }

    private static int Run(string folder, bool onlyChecks, InvocationConfiguration streams)
    {
        var pages = new ReferencePages(KnownComponents.Load([], out _), folder);
        var stale = pages.Stale();
        foreach (var (file, text) in stale)
        {
            if (!onlyChecks)
            {
                File.WriteAllText(file, text);
            }

            streams.Output.WriteLine(onlyChecks ? $"{file} is stale; run eng/docs.sh" : $"{file} updated");
        }

        foreach (var complaint in pages.Complaints)
        {
            streams.Error.WriteLine(complaint);
        }

        return pages.Complaints.Count > 0 || (onlyChecks && stale.Count > 0) ? ExitCodes.Failure : ExitCodes.Ok;
    }
}
