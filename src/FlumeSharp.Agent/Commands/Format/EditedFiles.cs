using System.CommandLine;

namespace FlumeSharp.Agent.Commands.Format;

/// <summary>What the commands that rewrite files have in common.</summary>
internal static class EditedFiles
{
    /// <summary>What is wrong with the words of the command line, or null.</summary>
    public static string? ProblemWith(Command command, string[] names, bool writes, bool onlyLooks) =>
        UnknownOptions.Problems(names, command).FirstOrDefault() is { } unknown ? unknown
        : writes && onlyLooks ? "Either write or look, not both."
        : writes && names.Contains(StandardInput.Name, StringComparer.Ordinal) ? "Standard input cannot be written; leave --write out."
        : names.Length > 1 && !writes && !onlyLooks ? "Several files would run into each other on standard output; give --write, or one file at a time."
        : null;

    /// <summary>Reads and handles each file; one that cannot be read or rewritten is reported, and the others go on.</summary>
    /// <returns>The worst of the exit codes.</returns>
    public static int ForEach(IEnumerable<string> names, TextWriter error, Func<EditedFile, int> handle)
    {
        var worst = ExitCodes.Ok;
        foreach (var name in names)
        {
            int code;
            try
            {
                code = handle(EditedFile.Read(name));
            }
            catch (Exception failure) when (failure is FlumeException or IOException or UnauthorizedAccessException)
            {
                error.WriteLine($"flumesharp: {failure.Message}");
                code = ExitCodes.Usage;
            }

            worst = Math.Max(worst, code);
        }

        return worst;
    }
}
