namespace FlumeSharp.Channels.File.Encryption;

/// <summary>Keys that stand in variables of the process's environment, as text.</summary>
/// <param name="variables">The variable of each alias.</param>
public sealed class KeyVariables(IReadOnlyDictionary<string, string> variables) : IKeyProvider
{
    /// <inheritdoc />
    public string Source => $"environment variables {string.Join(", ", variables.Values.Order(StringComparer.Ordinal))}";

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Get(string alias)
    {
        if (!variables.TryGetValue(alias, out var variable))
            throw new ChannelException($"No environment variable is named for the key '{alias}': add encryption.keyProvider.keys.{alias}.variable.");
        var text = Environment.GetEnvironmentVariable(variable)
            ?? throw new ChannelException($"The environment variable {variable} of the key '{alias}' is not set.");
        return KeyText.Parse(text, $"The environment variable {variable} of the key '{alias}'");
    }
}
