namespace FlumeSharp.Configuration.Sources;

/// <summary>Refuses files of formats that Flume refuses, by Flume's rule: what follows the first dot of the whole path.</summary>
internal static class ConfigurationFormat
{
    private static readonly string[] _unsupported = ["json", "yaml", "xml"];

    /// <summary>The document of a file that is in no properties format; <see langword="null"/> for every other.</summary>
    /// <param name="name">The file as problems mention it.</param>
    /// <param name="path">Its whole path.</param>
    public static SourceDocument? Refuse(string name, string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 || !_unsupported.Contains(path[(dot + 1)..], StringComparer.Ordinal)
            ? null
            : SourceDocument.Unavailable(name, new ConfigurationProblem(
                ProblemSeverity.Error,
                ProblemCodes.UnsupportedFormat,
                $"{JavaText.Quote(name)} is no properties file by its extension, and is not read",
                new SourceLocation(name, 0),
                Remedy: "write it as key = value lines, and name it .properties or .conf"));
    }
}
