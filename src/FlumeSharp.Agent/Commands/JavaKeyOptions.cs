using System.CommandLine;
using FlumeSharp.Channels.File.JavaLogs;

namespace FlumeSharp.Agent.Commands;

/// <summary>The switches that name the keys of Java Flume's encrypted logs.</summary>
internal sealed class JavaKeyOptions
{
    private readonly Option<string?> _store = new("--key-store") { Description = "Key store of encrypted logs (encryption.keyProvider.keyStoreFile).", HelpName = "FILE" };
    private readonly Option<string?> _storePassword = new("--key-store-password-file") { Description = "File with its password.", HelpName = "FILE" };

    private readonly Option<string[]> _keyPasswords = new("--key-password-file")
    {
        Description = "File with the password of a key that has one of its own; may be repeated.",
        HelpName = "ALIAS=FILE",
    };

    public void AddTo(Command command)
    {
        command.Add(_store);
        command.Add(_storePassword);
        command.Add(_keyPasswords);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(_store) is null) != (result.GetValue(_storePassword) is null))
                result.AddError("--key-store and --key-store-password-file belong together.");
            foreach (var pair in result.GetValue(_keyPasswords) ?? [])
            {
                if (pair.IndexOf('=', StringComparison.Ordinal) <= 0)
                    result.AddError($"--key-password-file takes ALIAS=FILE, not '{pair}'.");
            }
        });
    }

    public JavaChannelKeys? Read(ParseResult result)
    {
        if (result.GetValue(_store) is not { } store || result.GetValue(_storePassword) is not { } password)
            return null;
        var files = (result.GetValue(_keyPasswords) ?? []).Select(static pair => pair.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        return new JavaChannelKeys(store, password, files);
    }
}
