using FlumeSharp.Agent.Hosting.Reload;
using FlumeSharp.Configuration;
using FlumeSharp.Configuration.Sources;

namespace FlumeSharp.Agent.Commands;

/// <summary>What the command line of <c>agent</c> said, and what commands share of it that look at configurations.</summary>
internal sealed record AgentArguments
{
    /// <summary>The agent's name; <see langword="null"/> means all, where a command looks at configurations.</summary>
    public string? Name { get; init; }

    /// <summary>Configuration files in merging order.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Where the configuration comes from, <see cref="Files"/> included.</summary>
    public ConfigurationSourceOptions Sources { get; init; } = new();

    /// <summary>The folder with logging.json, where <c>-c</c> names one.</summary>
    public string? ConfigurationFolder { get; init; }

    /// <summary>Java system properties by name.</summary>
    public IReadOnlyDictionary<string, string> SystemProperties { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Flags of a Java virtual machine, which mean nothing here but for <c>-Xmx</c>.</summary>
    public IReadOnlyList<string> JvmFlags { get; init; } = [];

    /// <summary>Class path entries of Java, which mean nothing here.</summary>
    public string? ClassPath { get; init; }

    /// <summary>Folders of plug-ins besides the default one.</summary>
    public IReadOnlyList<string> PluginPaths { get; init; } = [];

    /// <summary>Words that no switch claimed. Flume ignores them.</summary>
    public IReadOnlyList<string> ExtraWords { get; init; } = [];

    /// <summary>Whether any error in the configuration keeps the agent from starting.</summary>
    public bool IsStrict { get; init; }

    /// <summary>How long sinks may empty channels at stop.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether changes of the configuration are noticed by themselves.</summary>
    public bool IsWatching { get; init; } = true;

    /// <summary>Whether the agent waits for its first configuration instead of ending.</summary>
    public bool IsPatient { get; init; }

    /// <summary>The time between two looks at the configuration; <see langword="null"/> leaves it to where the configuration comes from.</summary>
    public TimeSpan? PollInterval { get; init; }

    /// <summary>What a changed configuration does to what has not changed.</summary>
    public ReloadMode ReloadMode { get; init; }

    /// <summary>Where the process id is written; nowhere when left out.</summary>
    public string? PidFile { get; init; }

    /// <summary>Whether log lines are JSON.</summary>
    public bool LogsJson { get; init; }

    /// <summary>How the bytes of the files become text.</summary>
    public PropertiesEncoding Encoding { get; init; }

    /// <summary>The configurations of a command whose words are files with a configuration each; what <c>-f</c>, <c>-u</c> or <c>-z</c> name is one more, before them.</summary>
    /// <param name="alone">The words; <see cref="Files"/> ends with them.</param>
    public IEnumerable<AgentArguments> Separate(IReadOnlyList<string> alone)
    {
        var merged = Files.SkipLast(alone.Count).ToList();
        var named = this with { Files = merged, Sources = Sources with { Files = merged } };
        return (named.Sources.NamesSomething ? [named] : Array.Empty<AgentArguments>())
            .Concat(alone.Select(file => this with { Files = [file], Sources = new ConfigurationSourceOptions { AgentName = Name, Files = [file], StandardInput = Sources.StandardInput } }));
    }
}
