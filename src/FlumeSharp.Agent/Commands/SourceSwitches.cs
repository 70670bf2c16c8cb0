using System.CommandLine;
using FlumeSharp.Configuration.Sources;

namespace FlumeSharp.Agent.Commands;

/// <summary>The switches that say where a configuration comes from, besides <c>-f</c>.</summary>
internal sealed class SourceSwitches
{
    private readonly Option<string[]> _uris = new("--conf-uri", "-u") { Description = "A configuration by its URI (file:, http:, https:, classpath:); several are merged in order, and -f is ignored.", HelpName = "URI" };
    private readonly Option<string[]> _zooKeeper = new("--zkConnString", "-z") { Description = "ZooKeeper servers with the configuration: host:port,host:port[/chroot].", HelpName = "SERVERS" };
    private readonly Option<string[]> _basePath = new("--zkBasePath", "-p") { Description = "The node above that of the agent, /flume when left out.", HelpName = "PATH" };
    private readonly Option<string[]> _backup = new("--backup-directory", "-b") { Description = "Keep a copy of the configuration there, for a start without one.", HelpName = "DIR" };
    private readonly Option<string[]> _user = new("--conf-user", "-user") { Description = "User for -u with http.", HelpName = "USER" };
    private readonly Option<string[]> _password = new("--conf-password", "-pwd") { Description = "Password for -u with http.", HelpName = "PASSWORD" };
    private readonly Option<string[]> _verifyHost = new("--verify-host") { Description = "Whether an https certificate must be for its host; true when left out.", HelpName = "true|false" };
    private readonly Option<string[]> _authorization = new("--auth-provider", "-a") { Description = "A plug-in's class that authorizes requests for -u.", HelpName = "CLASS" };
    private readonly Option<string[]> _provider = new("--conf-provider", "-prov") { Description = "A plug-in's class that is the source of the configuration.", HelpName = "CLASS" };

    public IEnumerable<Option> All => [_uris, _zooKeeper, _basePath, _backup, _user, _password, _verifyHost, _authorization, _provider];

    /// <summary>What the switches say; the caller adds the rest.</summary>
    public ConfigurationSourceOptions Read(ParseResult result, List<string> problems)
    {
        var user = First(result, _user);
        var password = First(result, _password);
        if ((user is null) != (password is null))
        {
            problems.Add("--conf-user and --conf-password belong together.");
        }

        var verifies = First(result, _verifyHost) ?? "true";
        if (!bool.TryParse(verifies, out var verifiesHost))
        {
            problems.Add($"--verify-host must be true or false but is '{verifies}'.");
        }

        return new ConfigurationSourceOptions
        {
            Provider = First(result, _provider),
            ZooKeeper = First(result, _zooKeeper),
            ZooKeeperBasePath = First(result, _basePath) ?? "/flume",
            Uris = result.GetValue(_uris) ?? [],
            User = user,
            Password = password,
            AuthorizationProvider = First(result, _authorization),
            VerifiesHost = verifiesHost,
            BackupFolder = First(result, _backup),
        };
    }

    // Of a repeated single switch Commons CLI uses the first value.
    private static string? First(ParseResult result, Option<string[]> option) => result.GetValue(option)?.FirstOrDefault();
}
