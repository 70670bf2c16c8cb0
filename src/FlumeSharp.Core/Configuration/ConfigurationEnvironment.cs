using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.InteropServices;
using FlumeSharp.Registry;

namespace FlumeSharp.Configuration;

/// <summary>Everything outside a configuration file that its meaning depends on.</summary>
public sealed record ConfigurationEnvironment
{
    /// <summary>Environment variables, for <c>${env:NAME}</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>System properties (<c>-Dname=value</c>), for <c>${sys:name}</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> SystemProperties { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Descriptions of the platform by <c>version runtime vm os hardware locale</c>, for <c>${java:name}</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Platform { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The clock and time zone of <c>${date:pattern}</c>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Whether <c>${…}</c> references are replaced; Flume does not do it in what ZooKeeper holds. Default: true.</summary>
    public bool ReplacesReferences { get; init; } = true;

    /// <summary>How the bytes of configuration files become text.</summary>
    public PropertiesEncoding Encoding { get; init; }

    /// <summary>
    /// The agent that is going to run: configuration filters of others, with the programs and stores they use, are left alone. Default: all.
    /// </summary>
    public string? AgentName { get; init; }

    /// <summary>Where the types of configuration filters are found, those of plug-ins too. Default: the built-in ones.</summary>
    public ComponentRegistry? Components { get; init; }

    /// <summary>Folders that stand for Java's class path, the configuration folder first: resources are files in them. Default: none.</summary>
    public IReadOnlyList<string> ResourceFolders { get; init; } = [];

    /// <summary>What this process knows: its environment variables, the platform, and the system properties Java programs expect.</summary>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="systemProperties">System properties from the command line; they win over the built-in ones.</param>
    /// <param name="encoding">How the bytes of configuration files become text.</param>
    public static ConfigurationEnvironment FromProcess(
        TimeProvider timeProvider,
        IEnumerable<KeyValuePair<string, string>>? systemProperties = null,
        PropertiesEncoding encoding = PropertiesEncoding.Automatic)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";

        var properties = JavaProperties();
        foreach (var (name, value) in systemProperties ?? [])
            properties[name] = value;

        return new ConfigurationEnvironment
        {
            Variables = variables,
            SystemProperties = properties,
            Platform = DescribePlatform(),
            TimeProvider = timeProvider,
            Encoding = encoding,
        };
    }

    /// <summary>The file of a resource: by its own path, or in one of <see cref="ResourceFolders"/>; null when there is none.</summary>
    internal string? FindResource(string name)
    {
        if (Path.IsPathFullyQualified(name))
            return File.Exists(name) ? name : null;
        return ResourceFolders.Where(folder => IsBelow(folder, name)).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    // As in Java a resource does not leave its folder by '..'.
    private static bool IsBelow(string folder, string name)
        => Path.GetFullPath(Path.Combine(folder, name)).StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static Dictionary<string, string> JavaProperties() => new(StringComparer.Ordinal)
    {
        ["user.dir"] = Environment.CurrentDirectory,
        ["user.home"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        ["user.name"] = Environment.UserName,
        ["java.io.tmpdir"] = Path.TrimEndingDirectorySeparator(Path.GetTempPath()),
        ["file.separator"] = Path.DirectorySeparatorChar.ToString(),
        ["path.separator"] = Path.PathSeparator.ToString(),
        ["line.separator"] = Environment.NewLine,
    };

    private static Dictionary<string, string> DescribePlatform() => new(StringComparer.Ordinal)
    {
        ["version"] = $".NET version {Environment.Version}",
        ["runtime"] = $"{RuntimeInformation.FrameworkDescription} ({RuntimeInformation.RuntimeIdentifier})",
        ["vm"] = RuntimeInformation.FrameworkDescription,
        ["os"] = $"{RuntimeInformation.OSDescription}, architecture: {RuntimeInformation.OSArchitecture}",
        ["hardware"] = string.Create(
            CultureInfo.InvariantCulture, $"processors: {Environment.ProcessorCount}, architecture: {RuntimeInformation.ProcessArchitecture}"),
        ["locale"] = "default locale: en_US, platform encoding: UTF-8",
    };
}
