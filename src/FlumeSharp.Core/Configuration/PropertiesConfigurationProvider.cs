using FlumeSharp.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace FlumeSharp.Configuration;

/// <summary>
/// Shows Flume properties files to <c>Microsoft.Extensions.Configuration</c> as <c>flume:agent:kind:component:key</c>, the key with its dots,
/// and the lists as <c>flume:agent:kind</c>.
/// </summary>
/// <remarks>
/// The values are those of <see cref="FlumeConfiguration.Properties"/>: references replaced, blanks trimmed, nothing validated. Keys of
/// Microsoft.Extensions.Configuration ignore letter case, so of two Flume keys that differ in case alone the later one shows; the agent
/// itself is therefore never built from here. Safe to read while it is loaded again.
/// </remarks>
public sealed class PropertiesConfigurationProvider(IReadOnlyList<string> files, ConfigurationEnvironment environment) : IConfigurationProvider
{
    /// <summary>The first part of every key.</summary>
    public const string Root = "flume";

    private volatile Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private CancellationTokenSource _reload = new();

    /// <summary>What was wrong with the files when they were last loaded.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; private set; } = [];

    /// <summary>Reads the files, replaces all values and tells those who watch. Problems do not throw.</summary>
    public void Load()
    {
        var configuration = FlumeConfiguration.Load(files, environment);
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in configuration.Properties)
        {
            if (Path(property.Key) is { } path)
                values[path] = property.Value;
        }

        _values = values;
        Problems = configuration.Problems;
        Interlocked.Exchange(ref _reload, new CancellationTokenSource()).Cancel();
    }

    /// <inheritdoc/>
    public bool TryGet(string key, out string? value) => _values.TryGetValue(key, out value);

    /// <summary>Overrides a value until the files are loaded again; nothing is written to them.</summary>
    public void Set(string key, string? value) => _values = new Dictionary<string, string?>(_values, StringComparer.OrdinalIgnoreCase) { [key] = value };

    /// <inheritdoc/>
    public IChangeToken GetReloadToken() => new CancellationChangeToken(_reload.Token);

    /// <inheritdoc/>
    public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
    {
        var start = parentPath is null ? "" : parentPath + ConfigurationPath.KeyDelimiter;
        return _values.Keys
            .Where(key => key.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(key => key[start.Length..].Split(ConfigurationPath.KeyDelimiter, 2)[0])
            .Concat(earlierKeys)
            .Order(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The path of a Flume key; null for helper variables, which belong to no agent.</summary>
    private static string? Path(string key)
    {
        var parts = JavaConvert.Trim(key).Split('.', 4);
        return parts switch
        {
            [var agent, var list] when ComponentList.Find(list) is not null => ConfigurationPath.Combine(Root, agent, list),
            [var agent, var list, var component, var rest] when ComponentList.Find(list) is not null
                => ConfigurationPath.Combine(Root, agent, list, component, rest),
            _ => null,
        };
    }
}
