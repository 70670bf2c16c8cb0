using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FlumeSharp.Agent.Hosting.Reload;
using FlumeSharp.Configuration;
using FlumeSharp.Options;

namespace FlumeSharp.Agent.Commands;

/// <summary>The switches of <c>agent</c>; commands that look at a configuration without running it take the part that concerns it.</summary>
internal sealed class AgentOptions
{
    private readonly Option<string[]> _name = new("--name", "-n") { Description = "The agent to run.", HelpName = "NAME" };
    private readonly Option<string[]> _files = new("--conf-file", "-f") { Description = "A configuration file; several are merged in order.", HelpName = "FILE" };
    private readonly Option<string[]> _folder = new("--conf", "-c") { Description = "The folder with logging.json.", HelpName = "DIR" };
    private readonly Option<string[]> _properties = new("-D") { Description = "A system property, for ${sys:…}, flume.monitoring.*, flume.root.logger and the like.", HelpName = "key=value" };
    private readonly Option<string[]> _jvmFlags = new(FlumeArguments.JvmFlag) { Hidden = true };
    private readonly Option<string[]> _classPath = new("--classpath", "-C") { Description = "Accepted for Flume's sake; plug-ins take the place of jars.", HelpName = "PATH" };
    private readonly Option<string[]> _plugins = new("--plugins-path") { Description = "Folders with plug-ins, separated by ':'.", HelpName = "DIRS" };
    private readonly Option<bool> _noReload = new("--no-reload-conf") { Description = "Do not look for changes of the configuration; SIGHUP still makes the agent look." };
    private readonly Option<bool> _waits = new("--wait-for-config") { Description = "Wait for a configuration that is not there at start, as Flume does, instead of ending; with -z the agent waits anyway." };
    private readonly Option<string[]> _poll = new("--poll-interval", "-i") { Description = "Seconds between looks at the configuration.", HelpName = "SECONDS" };
    private readonly Option<string> _reload = new("--reload") { Description = "What a changed configuration restarts: what it changes (diff), or everything, as Flume does (full).", HelpName = "diff|full", DefaultValueFactory = static _ => "diff" };
    private readonly Option<string?> _pidFile = new("--pid-file") { Description = "Where the agent writes its process id, for 'flumesharp reload --pid-file'.", HelpName = "FILE" };
    private readonly Option<bool> _dryRun = new("--dryrun", "-d") { Description = "Check the configuration instead of running it, as 'validate' does." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Start nothing when any component is wrong." };
    private readonly Option<double> _drain = new("--drain-timeout") { Description = "How long sinks may empty the channels at stop; 0 is Flume's way.", HelpName = "SECONDS", DefaultValueFactory = static _ => 10 };
    private readonly Option<string> _logFormat = new("--log-format") { Description = "How log lines look: text or json.", HelpName = "text|json", DefaultValueFactory = static _ => "text" };
    private readonly Option<string> _encoding = new("--encoding") { Description = "Of the files: auto (UTF-8 when valid, else ISO-8859-1) or iso-8859-1.", HelpName = "NAME", DefaultValueFactory = static _ => "auto" };

    private readonly SourceSwitches _sources = new();

    public Option<bool> DryRun => _dryRun;

    /// <summary>Everything that <c>agent</c> understands.</summary>
    public IEnumerable<Option> OfAgent =>
        [_name, _files, _folder, _properties, _plugins, _noReload, _waits, _poll, _reload, _pidFile, _strict, _drain, _logFormat, _encoding, _dryRun, _classPath, _jvmFlags, .. _sources.All];

    /// <summary>What <c>validate</c> understands.</summary>
    public IEnumerable<Option> OfValidate
    {
        get
        {
            _strict.Description = "Let warnings count as errors.";
            return OfTool("check", _strict);
        }
    }

    /// <summary>What a command understands that looks at configurations; the rest of what <c>agent</c> does is accepted, so that only the verb need be changed.</summary>
    /// <param name="verb">What the command does to an agent.</param>
    /// <param name="shown">Switches that it shows besides those of the configuration.</param>
    public IEnumerable<Option> OfTool(string verb, params Option[] shown)
    {
        Option[] visible = [_name, _files, _properties, _plugins, _encoding, .. _sources.All, .. shown];
        foreach (var option in OfAgent)
        {
            option.Hidden |= !visible.Contains(option);
        }

        _name.Description = $"The agent to {verb}; all of them when left out.";
        return OfAgent;
    }

    /// <summary>Reads the switches, or says what is wrong with them.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="needsName">Whether an agent must be named.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="moreFiles">Words of the command line that are files too.</param>
    /// <returns>What they say; <see langword="null"/> when there is a problem.</returns>
    public AgentArguments? Read(ParseResult result, bool needsName, List<string> problems, params string[] moreFiles)
    {
        var unmatched = result.UnmatchedTokens;
        problems.AddRange(UnknownOptions.Problems(unmatched.Concat(moreFiles), result.CommandResult.Command));
        var name = First(result, _name);
        string[] files = [.. result.GetValue(_files) ?? [], .. moreFiles];
        if (needsName && string.IsNullOrWhiteSpace(name))
        {
            problems.Add("Missing required option: n (the agent's name, as the configuration file spells it).");
        }

        var sources = _sources.Read(result, problems) with { AgentName = name, Files = files, WatchesForChanges = !result.GetValue(_noReload) };
        if (!sources.NamesSomething && problems.Count == 0)
        {
            problems.Add("No configuration was given; name a file with -f.");
        }

        var isWatching = !result.GetValue(_noReload);
        if (result.GetValue(_waits) && !isWatching)
        {
            problems.Add("--wait-for-config waits for what --no-reload-conf does not look for; leave one of them out.");
        }

        if (problems.Count == 0 && Array.IndexOf(moreFiles, StandardInput.Name) >= 0)
        {
            sources = sources with { StandardInput = StandardInput.Read() };
        }

        var logFormat = result.GetValue(_logFormat);
        if (logFormat is not ("text" or "json"))
        {
            problems.Add($"--log-format must be text or json but is '{logFormat}'.");
        }

        var drain = result.GetValue(_drain);
        if (!(drain is >= 0 and <= 86_400))
        {
            problems.Add($"--drain-timeout must be between 0 and 86400 seconds but is {drain.ToString(CultureInfo.InvariantCulture)}.");
        }

        var poll = First(result, _poll);
        var seconds = 0;
        if (poll is not null && !(JavaConvert.TryToInt32(poll, out seconds) && seconds > 0))
        {
            problems.Add($"--poll-interval must be a whole number of seconds, at least 1, but is '{poll}'.");
        }

        var reload = result.GetValue(_reload);
        if (reload is not ("diff" or "full"))
        {
            problems.Add($"--reload must be diff or full but is '{reload}'.");
        }

        var encoding = EncodingOf(result.GetValue(_encoding)!);
        if (encoding is null)
        {
            problems.Add($"--encoding must be auto, utf-8 or iso-8859-1 but is '{result.GetValue(_encoding)}'.");
        }

        return problems.Count > 0 ? null : new AgentArguments
        {
            Name = name,
            Files = files,
            Sources = sources,
            ConfigurationFolder = First(result, _folder),
            SystemProperties = PropertiesOf(result.GetValue(_properties) ?? []),
            JvmFlags = result.GetValue(_jvmFlags) ?? [],
            ClassPath = First(result, _classPath),
            PluginPaths = First(result, _plugins)?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [],
            ExtraWords = unmatched,
            IsStrict = result.GetValue(_strict),
            DrainTimeout = TimeSpan.FromSeconds(drain),
            IsWatching = isWatching,
            IsPatient = isWatching && (result.GetValue(_waits) || sources is { ZooKeeper: not null, Provider: null }),
            PollInterval = poll is null ? null : TimeSpan.FromSeconds(seconds),
            ReloadMode = reload == "full" ? ReloadMode.Full : ReloadMode.Diff,
            PidFile = result.GetValue(_pidFile) is { } pidFile ? Path.GetFullPath(pidFile) : null,
            LogsJson = logFormat == "json",
            Encoding = encoding!.Value,
        };
    }

    // Of a repeated single switch Commons CLI uses the first value.
    private static string? First(ParseResult result, Option<string[]> option) => result.GetValue(option)?.FirstOrDefault();

    private static PropertiesEncoding? EncodingOf(string name) => name.ToLowerInvariant() switch
    {
        "auto" or "utf-8" or "utf8" => PropertiesEncoding.Automatic,
        "iso-8859-1" or "iso8859-1" or "latin1" or "latin-1" => PropertiesEncoding.Latin1,
        _ => null,
    };

    private static Dictionary<string, string> PropertiesOf(string[] pairs)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            properties[equals < 0 ? pair : pair[..equals]] = equals < 0 ? "" : pair[(equals + 1)..];
        }

        return properties;
    }
}
