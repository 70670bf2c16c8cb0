namespace FlumeSharp.Agent.Commands;

/// <summary>Says what is wrong with a command line.</summary>
internal static class Usage
{
    /// <summary>Writes each problem on a line and where to read more.</summary>
    /// <returns><see cref="ExitCodes.Usage"/>.</returns>
    public static int Refuse(TextWriter error, string verb, IEnumerable<string> problems)
    {
        foreach (var problem in problems)
        {
            error.WriteLine($"flumesharp: {problem}");
        }

        error.WriteLine(verb.Length == 0 ? "Try 'flumesharp --help'." : $"Try 'flumesharp {verb} --help'.");
        return ExitCodes.Usage;
    }
}
