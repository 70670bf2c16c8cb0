using System.Text.RegularExpressions;
using FlumeSharp.Configuration;
using FlumeSharp.Options;

namespace FlumeSharp.Agent.Commands.Syntax;

/// <summary>Tells which values are made of secrets: by a reference to a key or variable that names one, over several steps too, or by a configuration filter.</summary>
internal sealed partial class SecretReferences
{
    private const int MostSteps = 20;

    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);

    public SecretReferences(FlumeConfiguration configuration)
    {
        foreach (var property in configuration.Properties)
        {
            _written[property.Key] = Written(property);
        }
    }

    /// <summary>A property's value as its file, or what else it comes from, writes it.</summary>
    public static string Written(ConfigurationProperty property) => property.Written ?? property.Value;

    /// <summary>Whether a property's value must not be shown.</summary>
    public bool IsSecret(ConfigurationProperty property) => property.IsFiltered || IsSecret(property.Key, Written(property), 0);

    /// <summary>A property's value as it may be shown.</summary>
    public string Show(ConfigurationProperty property) => IsSecret(property) ? SecretKeys.Mask : Secrets.Hide(property.Key, property.Value);

    private bool IsSecret(string key, string written, int steps) =>
        Secrets.Hide(key, written) == SecretKeys.Mask
        || FilterReference().IsMatch(written)
        || (steps < MostSteps && KeyReference().Matches(written).Select(static match => match.Groups["name"].Value)
            .Any(name => _written.TryGetValue(name, out var value) && IsSecret(name, value, steps + 1)));

    // ${name['key']}: what filters are for.
    [GeneratedRegex(@"\$\{[^\[\]{}]+\[", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FilterReference();

    [GeneratedRegex(@"\$\{(?<name>[^{}:\[\]]+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyReference();
}
