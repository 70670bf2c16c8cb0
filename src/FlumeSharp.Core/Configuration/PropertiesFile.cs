namespace FlumeSharp.Configuration;

/// <summary>A properties file on disk.</summary>
internal static class PropertiesFile
{
    /// <summary>Reads a file. That it cannot be read is a problem of the document.</summary>
    public static PropertiesDocument Read(string file, PropertiesEncoding encoding)
    {
        try
        {
            return PropertiesReader.Read(file, File.ReadAllBytes(file), encoding);
        }
        catch (Exception e) when (IsExpected(e))
        {
            return new PropertiesDocument(file, [], [Unreadable(file, e, "-f")]);
        }
    }

    /// <summary>Whether an exception means that a file cannot be read.</summary>
    public static bool IsExpected(Exception exception)
        => exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>The problem of a file that cannot be read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="exception">What happened.</param>
    /// <param name="option">The switch that named it.</param>
    public static ConfigurationProblem Unreadable(string file, Exception exception, string option)
    {
        var reason = exception switch
        {
            FileNotFoundException or DirectoryNotFoundException => "there is no such file",
            UnauthorizedAccessException when Directory.Exists(file) => "it is a directory",
            UnauthorizedAccessException => "access is denied",
            _ => exception.Message,
        };
        return new ConfigurationProblem(
            ProblemSeverity.Error,
            ProblemCodes.FileUnreadable,
            $"Configuration file {JavaText.Quote(file)} cannot be read: {reason}",
            new SourceLocation(file, 0),
            Remedy: $"check the path given with {option}");
    }
}
