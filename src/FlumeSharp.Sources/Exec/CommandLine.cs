namespace FlumeSharp.Sources.Exec;

// The words of a command, split as Flume splits them.
internal static class CommandLine
{
    private static readonly char[] Blanks = [' ', '\t', '\n', '\v', '\f', '\r'];

    public static string[] Of(string command, string? shell) => shell is null ? Split(command) : [.. Split(shell), command];

    private static string[] Split(string text) => text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
}
