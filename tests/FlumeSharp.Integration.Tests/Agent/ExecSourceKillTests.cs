using System.Globalization;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>Nothing that a command started outlives its agent, however the agent ends.</summary>
[Category("Integration")]
public sealed class ExecSourceKillTests
{
    private const int SigKill = 9;

    [TestCase(SigKill)]
    [TestCase(AgentProcess.SigTerm)]
    [TestCase(AgentProcess.SigInt)]
    public async Task The_whole_group_of_the_command_ends_with_the_agent(int signal)
    {
        using var folder = new TempFolder();
        // One that ends when asked, one that will not, and one that no longer holds the output; each has a parent that waits.
        var command = $"sleep 600 & echo $! >> {folder.File("numbers")}; "
            + $"sh -c \"trap '' TERM; echo \\$\\$ >> {folder.File("numbers")}; while :; do sleep 0.2; done\" & "
            + $"sleep 600 >/dev/null 2>&1 & echo $! >> {folder.File("numbers")}; "
            + $"echo $$ >> {folder.File("numbers")}; while :; do echo line; sleep 0.1; done";
        await using var agent = Start(folder, command);
        await Eventually.IsTrue(() => File.Exists(folder.File("numbers")) && File.ReadAllLines(folder.File("numbers")).Length == 4, "the command and its children run");
        await agent.SaysAsync("line");
        var processes = (await File.ReadAllLinesAsync(folder.File("numbers"))).Select(static line => int.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        processes.Should().OnlyContain(static process => IsAlive(process));

        agent.Signal(signal);

        await Eventually.IsTrue(() => !processes.Any(IsAlive), "all of them are gone", TimeSpan.FromSeconds(30));
        await agent.ExitAsync();
    }

    private static AgentProcess Start(TempFolder folder, string command)
    {
        File.WriteAllText(folder.File("agent.conf"), $"""
            a1.sources = r1
            a1.channels = c1
            a1.sinks = k1
            a1.sources.r1.type = exec
            a1.sources.r1.shell = /bin/sh -c
            a1.sources.r1.command = {command.Replace(@"\", @"\\", StringComparison.Ordinal)}
            a1.sources.r1.batchTimeout = 100
            a1.sources.r1.killTimeout = 1000
            a1.sources.r1.channels = c1
            a1.channels.c1.type = memory
            a1.sinks.k1.type = logger
            a1.sinks.k1.channel = c1

            """);
        return AgentProcess.Start(folder.Path, "agent", "-n", "a1", "-f", folder.File("agent.conf"));
    }

    // A zombie that nobody fetched is dead too.
    private static bool IsAlive(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
