using System.CommandLine;
using System.CommandLine.Parsing;
using FlumeSharp.Options;

namespace FlumeSharp.Agent.Commands;

/// <summary>Words of a command line that look like switches and are none.</summary>
internal static class UnknownOptions
{
    /// <summary>What is wrong with each of them, and what was probably meant.</summary>
    /// <param name="words">Words that no switch claimed; <c>-</c> is standard input.</param>
    /// <param name="command">The command.</param>
    public static IEnumerable<string> Problems(IEnumerable<string> words, Command command)
    {
        var names = command.Options.Where(static option => !option.Hidden).SelectMany(static option => option.Aliases.Append(option.Name)).Where(static name => name.StartsWith("--", StringComparison.Ordinal)).ToList();
        return words.Where(static word => word.StartsWith('-') && word != StandardInput.Name).Select(word =>
            $"Unrecognized option: {word}{(Spelling.Nearest(word.Split('=')[0], names) is { } near ? $"; did you mean {near}?" : "")}");
    }
}
