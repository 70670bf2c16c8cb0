using System.Net.Sockets;
using System.Text;
using FlumeSharp.Configuration.Sources;

namespace FlumeSharp.Configuration.ZooKeeper;

/// <summary>
/// The configuration in a ZooKeeper node, base path plus the agent's name. As in Flume its text is UTF-8, its <c>${…}</c> references stay as
/// they are, but for those of configuration filters, and every change of the node is noticed at once.
/// </summary>
internal sealed class ZooKeeperConfigurationSource : IConfigurationSource
{
    // As in Flume: one more attempt, a second later.
    private const int Rounds = 2;
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(30);

    private readonly ZooKeeperAddress? _address;
    private readonly string _path;
    private readonly string _name;
    private readonly bool _watches;
    private readonly ConfigurationEnvironment _environment;
    private ZooKeeperSession? _session;
    private TimeSpan _nextPause = _pause;

    private ZooKeeperConfigurationSource(string servers, ConfigurationSourceOptions options, ConfigurationEnvironment environment)
    {
        _address = ZooKeeperAddress.TryParse(servers);
        var above = options.ZooKeeperBasePath.Trim('/');
        _path = $"{_address?.Root}{(above.Length > 0 ? "/" : "")}{above}/{options.AgentName}";
        _name = $"zookeeper:{_path}";
        _watches = options.WatchesForChanges;
        _environment = environment with { ReplacesReferences = false };
        Description = $"ZooKeeper {servers}, node {_path}";
    }

    public string Description { get; }

    public TimeSpan PollInterval { get; } = TimeSpan.FromSeconds(300);

    private string? Digest => _environment.SystemProperties.GetValueOrDefault("flume.zookeeper.digest") ?? _environment.Variables.GetValueOrDefault("FLUME_ZOOKEEPER_DIGEST");

    /// <summary>Makes the source; nothing is connected yet.</summary>
    public static ZooKeeperConfigurationSource Open(string servers, ConfigurationSourceOptions options, ConfigurationEnvironment environment)
        => options.AgentName is null ? throw new FlumeException("A configuration of ZooKeeper needs the agent's name (-n): it is part of the node's path.") : new(servers, options, environment);

    public async ValueTask<ConfigurationSnapshot?> LoadAsync(ConfigurationSnapshot? previous, CancellationToken cancellationToken)
    {
        var document = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (document.IsAvailable)
            _nextPause = _pause;
        return document.Fingerprint == previous?.Fingerprint
            ? null
            : new ConfigurationSnapshot(FlumeConfiguration.Build([document.Document], _environment), document.Fingerprint, document.IsAvailable);
    }

    public async ValueTask WaitForHintAsync(CancellationToken cancellationToken)
    {
        if (!_watches || _address is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _environment.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        else if (_session is { } session)
        {
            await session.Changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            // No server could be reached: trying again is worth while, by and by, and not by all agents at the same time.
            var pause = _nextPause * (0.5 + (Random.Shared.NextDouble() / 2));
            _nextPause = _nextPause * 2 < _longestPause ? _nextPause * 2 : _longestPause;
            await Task.Delay(pause, _environment.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    private async Task<SourceDocument> ReadAsync(CancellationToken cancellationToken)
    {
        if (_address is null)
            return Unavailable("the servers given with -z are no connection string", "write host:port,host:port/chroot");

        Exception? failure = null;
        for (var round = 0; round < Rounds; round++)
        {
            if (round > 0)
                await Task.Delay(_pause, _environment.TimeProvider, cancellationToken).ConfigureAwait(false);
            var servers = _address.Servers.ToArray();
            Random.Shared.Shuffle(servers);
            foreach (var (host, port) in servers)
            {
                try
                {
                    return await ReadAsync(host, port, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is FlumeException or SocketException or IOException or InvalidDataException or TimeoutException
                    || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
                {
                    failure = e;
                    await CloseAsync().ConfigureAwait(false);
                }
            }
        }

        var reason = failure switch
        {
            ZooKeeperException or SocketException => failure.Message.TrimEnd('.'),
            OperationCanceledException or TimeoutException => "no server answers",
            _ => $"the server is no ZooKeeper, or ended the connection ({failure!.Message.TrimEnd('.')})",
        };
        return Unavailable(reason, "check the servers given with -z");
    }

    private async Task<SourceDocument> ReadAsync(string host, int port, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);

        // A watch fires once, and so does the signal of its session: after a change, as after a loss, a new session is opened.
        if (_session is { } used && (used.Changed.IsCompleted || !used.IsAlive))
            await CloseAsync().ConfigureAwait(false);
        _session ??= await ZooKeeperSession.OpenAsync(host, port, Digest, _environment.TimeProvider, limit.Token).ConfigureAwait(false);
        var data = await _session.GetDataAsync(_path, _watches, limit.Token).ConfigureAwait(false);
        if (!_watches)
            await CloseAsync().ConfigureAwait(false);
        return data is null
            ? Unavailable($"there is no node {_path}", $"create it with the lines of the configuration as its data; -p names the node above it")
            : new SourceDocument(PropertiesReader.ReadText(_name, Encoding.UTF8.GetString(data)), ContentFingerprint.Of(data));
    }

    private async Task CloseAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private SourceDocument Unavailable(string reason, string remedy)
        => SourceDocument.Unavailable(_name, new ConfigurationProblem(
            ProblemSeverity.Error, ProblemCodes.UriUnreadable, $"Configuration {JavaText.Quote(_name)} cannot be read: {reason}", new SourceLocation(_name, 0), Remedy: remedy));
}
