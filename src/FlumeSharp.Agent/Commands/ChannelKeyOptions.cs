using System.CommandLine;
using FlumeSharp.Channels.File.Encryption;

namespace FlumeSharp.Agent.Commands;

/// <summary>The switches that name the keys of encrypted files, Java Flume's and ours.</summary>
internal sealed class ChannelKeyOptions
{
    private readonly Option<string?> _store = new("--key-store") { Description = "Key store of encrypted files (encryption.keyProvider.keyStoreFile).", HelpName = "FILE" };
    private readonly Option<string?> _storePassword = new("--key-store-password-file") { Description = "File with its password.", HelpName = "FILE" };
    private readonly Option<string[]> _keyPasswords = Pairs("--key-password-file", "File with the password of a key that has one of its own; may be repeated.", "ALIAS=FILE");
    private readonly Option<string[]> _keyFiles = Pairs("--key-file", "File with a key (provider KEYFILE), in place of a key store; may be repeated.", "ALIAS=FILE");
    private readonly Option<string[]> _keyVariables = Pairs("--key-variable", "Environment variable with a key (provider ENVIRONMENT); may be repeated.", "ALIAS=NAME");

    public void AddTo(Command command)
    {
        Option<string[]>[] pairs = [_keyPasswords, _keyFiles, _keyVariables];
        command.Add(_store);
        command.Add(_storePassword);
        Array.ForEach(pairs, command.Add);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(_store) is null) != (result.GetValue(_storePassword) is null))
                result.AddError("--key-store and --key-store-password-file belong together.");
            foreach (var option in pairs)
            {
                foreach (var pair in (result.GetValue(option) ?? []).Where(static pair => pair.IndexOf('=', StringComparison.Ordinal) <= 0))
                    result.AddError($"{option.Name} takes {option.HelpName}, not '{pair}'.");
            }

            if (new[] { result.GetValue(_store) is not null, result.GetValue(_keyFiles) is { Length: > 0 }, result.GetValue(_keyVariables) is { Length: > 0 } }.Count(static given => given) > 1)
                result.AddError("--key-store, --key-file and --key-variable exclude each other.");
        });
    }

    public IKeyProvider? Read(ParseResult result)
    {
        if (result.GetValue(_store) is { } store && result.GetValue(_storePassword) is { } password)
            return new KeyStoreKeys(store, password, Split(result.GetValue(_keyPasswords)));
        if (result.GetValue(_keyFiles) is { Length: > 0 } files)
            return new KeyFiles(Split(files));
        return result.GetValue(_keyVariables) is { Length: > 0 } variables ? new KeyVariables(Split(variables)) : null;
    }

    private static Option<string[]> Pairs(string name, string description, string help) => new(name) { Description = description, HelpName = help };

    private static Dictionary<string, string> Split(string[]? pairs)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs ?? [])
            values[pair[..pair.IndexOf('=', StringComparison.Ordinal)]] = pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..];
        return values;
    }
}
