namespace FlumeSharp.Configuration.Sources;

/// <summary>Several documents that are merged in order into one configuration; a later definition of a key wins.</summary>
/// <param name="documents">The places, in merging order.</param>
/// <param name="environment">What references and filters may look up.</param>
/// <param name="backup">The copy that takes their place when they are gone at start; none when left out.</param>
internal sealed class DocumentsConfigurationSource(
    IReadOnlyList<IDocumentSource> documents, ConfigurationEnvironment environment, ConfigurationBackup? backup = null) : IConfigurationSource
{
    private static readonly TimeSpan _localInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _remoteInterval = TimeSpan.FromSeconds(300);

    private ConfigurationSnapshot? _fromBackup;

    public string Description { get; } = string.Join(", ", documents.Select(static document => document.Name));

    public TimeSpan PollInterval => documents.Any(static document => document.IsRemote) ? _remoteInterval : _localInterval;

    public async ValueTask<ConfigurationSnapshot?> LoadAsync(ConfigurationSnapshot? previous, CancellationToken cancellationToken)
    {
        var read = new List<SourceDocument>(documents.Count);
        foreach (var document in documents)
            read.Add(await document.ReadAsync(cancellationToken).ConfigureAwait(false));

        var fingerprint = string.Join('\n', read.Select(static document => document.Fingerprint));
        if (fingerprint == previous?.Fingerprint)
            return null;

        var isAvailable = read.TrueForAll(static document => document.IsAvailable);
        var contents = read.ConvertAll(static document => document.Document);
        if (previous is null && backup?.TryReplace(contents, isAvailable, environment) is { } saved)
            return _fromBackup = new ConfigurationSnapshot(saved, fingerprint);

        return new ConfigurationSnapshot(FlumeConfiguration.Build(contents, environment), fingerprint, isAvailable);
    }

    public ConfigurationProblem? Keep(ConfigurationSnapshot applied)
        => applied.IsAvailable && !ReferenceEquals(applied, _fromBackup) ? backup?.Save(applied.Configuration) : null;

    public async ValueTask WaitForHintAsync(CancellationToken cancellationToken)
    {
        // The first hint of any document ends the wait for those of the others.
        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(documents.Select(document => document.WaitForHintAsync(others.Token).AsTask())).ConfigureAwait(false);
        await others.CancelAsync().ConfigureAwait(false);
        await first.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var document in documents)
            await document.DisposeAsync().ConfigureAwait(false);
    }
}
