namespace FlumeSharp.Configuration.Sources;

/// <summary>
/// The copy of the last configuration that could be read, <c>.agent.properties</c> in a folder: it takes the place of sources that are
/// gone or empty when the agent starts. It holds the values of references, secrets too, so only its owner may read it.
/// </summary>
/// <param name="folder">The folder; it is made when it is not there.</param>
/// <param name="agentName">The agent.</param>
internal sealed class ConfigurationBackup(string folder, string agentName)
{
    private readonly string _path = Path.Combine(folder, $".{agentName}.properties");

    /// <summary>Writes the copy; the result is a warning when it could not be written.</summary>
    public ConfigurationProblem? Save(FlumeConfiguration configuration)
    {
        if (configuration.Properties.Count == 0)
            return null;
        try
        {
            Directory.CreateDirectory(folder);
            var unfinished = $"{_path}.tmp";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.Delete(unfinished);
            using (var writer = new StreamWriter(unfinished, options))
                PropertiesWriter.Write(writer, configuration.Properties);
            File.Move(unfinished, _path, overwrite: true);
            return null;
        }
        catch (Exception e) when (PropertiesFile.IsExpected(e))
        {
            return new ConfigurationProblem(
                ProblemSeverity.Warning,
                ProblemCodes.BackupNotWritten,
                $"The backup of the configuration cannot be written: {e.Message.TrimEnd('.')}",
                new SourceLocation(_path, 0),
                agentName,
                "check the folder given with -b");
        }
    }

    /// <summary>The copy, when one is needed and there; with it a warning that says so.</summary>
    /// <param name="documents">What the sources said.</param>
    /// <param name="isAvailable">Whether all of them could be read.</param>
    public FlumeConfiguration? TryReplace(IReadOnlyList<PropertiesDocument> documents, bool isAvailable, ConfigurationEnvironment environment)
    {
        if (isAvailable && documents.Any(static document => document.Entries.Count > 0))
            return null;
        var copy = PropertiesFile.Read(_path, environment.Encoding);
        if (copy.Problems.Count > 0 || copy.Entries.Count == 0)
            return null;

        var reason = documents.SelectMany(static document => document.Problems).Select(static problem => problem.Message).FirstOrDefault() ?? "the configuration is empty";
        return FlumeConfiguration.Build([copy], environment).With(new ConfigurationProblem(
            ProblemSeverity.Warning,
            ProblemCodes.BackupUsed,
            $"{reason}; the backup of the last configuration is used instead",
            new SourceLocation(_path, 0),
            agentName,
            "restore the configuration; it is read as soon as it is there"));
    }
}
