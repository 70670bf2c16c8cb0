namespace FlumeSharp.Configuration.Sources;

/// <summary>One place that holds one properties document.</summary>
internal interface IDocumentSource : IAsyncDisposable
{
    /// <summary>The place as problems and logs mention it; never holds a password.</summary>
    string Name { get; }

    /// <summary>Whether asking costs somebody else something, so that it is done less often.</summary>
    bool IsRemote { get; }

    /// <summary>Reads what stands there now. A failure is an error of the document.</summary>
    ValueTask<SourceDocument> ReadAsync(CancellationToken cancellationToken);

    /// <summary>See <see cref="IConfigurationSource.WaitForHintAsync"/>.</summary>
    ValueTask WaitForHintAsync(CancellationToken cancellationToken);
}
