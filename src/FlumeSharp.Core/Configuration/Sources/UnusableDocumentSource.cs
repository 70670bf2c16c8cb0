namespace FlumeSharp.Configuration.Sources;

/// <summary>A place that cannot be read, whatever happens: a URI nobody understands.</summary>
internal sealed class UnusableDocumentSource(string name, string reason, string remedy) : IDocumentSource
{
    public string Name => name;

    public bool IsRemote => false;

    public ValueTask<SourceDocument> ReadAsync(CancellationToken cancellationToken)
        => ValueTask.FromResult(SourceDocument.Unavailable(name, new ConfigurationProblem(
            ProblemSeverity.Error, ProblemCodes.UriUnreadable, $"Configuration {JavaText.Quote(name)} cannot be read: {reason}", new SourceLocation(name, 0), Remedy: remedy)));

    public async ValueTask WaitForHintAsync(CancellationToken cancellationToken)
        => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
