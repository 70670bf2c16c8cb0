namespace FlumeSharp.Configuration;

/// <summary>The lookups of <c>${prefix:name}</c>: <c>sys</c>, <c>env</c>, <c>java</c> and <c>date</c>, the prefix in any letter case.</summary>
internal sealed class ReferenceLookups(ConfigurationEnvironment environment)
{
    private const string Switch = "propertiesImplementation";
    private const string EnvironmentResolver = "org.apache.flume.node.EnvVarResolverProperties";

    /// <summary>The value a lookup has for a name; null when it has none, or when no lookup has that prefix.</summary>
    public string? Find(ReadOnlySpan<char> prefix, string name)
    {
        if (prefix.Equals("env", StringComparison.OrdinalIgnoreCase))
            return environment.Variables.GetValueOrDefault(name);
        if (prefix.Equals("sys", StringComparison.OrdinalIgnoreCase))
            return environment.SystemProperties.GetValueOrDefault(name);
        if (prefix.Equals("java", StringComparison.OrdinalIgnoreCase))
            return environment.Platform.GetValueOrDefault(name);
        if (prefix.Equals("date", StringComparison.OrdinalIgnoreCase))
            return JavaDateFormat.TryFormat(name, environment.TimeProvider.GetLocalNow());
        return null;
    }

    /// <summary>
    /// The environment variable for a name without prefix that no key has: only under Flume 1.8's switch
    /// <c>-DpropertiesImplementation=org.apache.flume.node.EnvVarResolverProperties</c>.
    /// </summary>
    public string? FindBare(string name)
        => string.Equals(environment.SystemProperties.GetValueOrDefault(Switch), EnvironmentResolver, StringComparison.Ordinal)
            ? environment.Variables.GetValueOrDefault(name)
            : null;
}
