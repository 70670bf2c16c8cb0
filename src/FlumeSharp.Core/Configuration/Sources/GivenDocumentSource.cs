namespace FlumeSharp.Configuration.Sources;

/// <summary>A document that was read already and never changes: standard input.</summary>
internal sealed class GivenDocumentSource(string name, ReadOnlyMemory<byte> bytes, PropertiesEncoding encoding) : IDocumentSource
{
    public string Name => name;

    public bool IsRemote => false;

    public ValueTask<SourceDocument> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(SourceDocument.Of(name, bytes.Span, encoding));

    public async ValueTask WaitForHintAsync(CancellationToken cancellationToken)
        => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
