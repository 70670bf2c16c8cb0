namespace FlumeSharp.Configuration.Sources;

/// <summary>A file. It is read whole at every look: the content counts, not the time stamp, and a link may point elsewhere by now.</summary>
/// <param name="path">The file as it was given.</param>
/// <param name="encoding">How its bytes become text.</param>
/// <param name="option">The switch that named it, for remedies.</param>
/// <param name="hints">Notices changes; <see langword="null"/> leaves it to polling.</param>
internal sealed class FileDocumentSource(string path, PropertiesEncoding encoding, string option = "-f", FileHints? hints = null) : IDocumentSource
{
    public string Name => path;

    public bool IsRemote => false;

    public ValueTask<SourceDocument> ReadAsync(CancellationToken cancellationToken)
    {
        if (ConfigurationFormat.Refuse(path, Path.GetFullPath(path)) is { } refused)
            return ValueTask.FromResult(refused);
        try
        {
            return ValueTask.FromResult(SourceDocument.Of(path, File.ReadAllBytes(path), encoding));
        }
        catch (Exception e) when (PropertiesFile.IsExpected(e))
        {
            return ValueTask.FromResult(SourceDocument.Unavailable(path, PropertiesFile.Unreadable(path, e, option)));
        }
    }

    public async ValueTask WaitForHintAsync(CancellationToken cancellationToken)
    {
        if (hints is null)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        else
            await hints.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        hints?.Dispose();
        return ValueTask.CompletedTask;
    }
}
