using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp version</c>: the lines of <c>flume-ng version</c>, about us.</summary>
internal static class VersionCommand
{
    public static VerbCommand Create()
    {
        var command = new VerbCommand("version", "Says which version this is.", "flumesharp version");
        command.SetAction(static result => Write(result.InvocationConfiguration.Output));
        return command;
    }

    /// <summary>The version, such as <c>0.1.0</c>.</summary>
    public static string Number => Informational().Split('+')[0];

    /// <summary>Writes the version.</summary>
    public static int Write(TextWriter output)
    {
        output.WriteLine($"FlumeSharp {Number}");
        output.WriteLine("Reads the configurations of Apache Flume 1.11.0");
        output.WriteLine($"Revision: {(Informational().Split('+') is [_, var revision] ? revision : "unknown")}");
        output.WriteLine($"Runs on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        return ExitCodes.Ok;
    }

    // The build adds the commit after a plus sign.
    private static string Informational() =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
