using System.Text;
using FlumeSharp;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Sinks;

namespace Acme.Flume;

/// <summary>Appends events to a CSV file: some headers, then the body.</summary>
/// <remarks>
/// Delivery is at least once: a batch is on the disk before it leaves the channel, and after a failure it is written again. The base
/// class brings the life cycle, the channel and Flume's counters.
/// </remarks>
[FlumeSink("csv", "com.acme.flume.CsvSink")]
public sealed class CsvSink(CsvSinkOptions options, SinkContext context) : SinkBase(context)
{
    private readonly EventBatch _batch = new(options.BatchSize);
    private readonly StringBuilder _lines = new();
    private FileStream? _file;

    /// <inheritdoc />
    public override async ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken)
    {
        var transaction = Channel.BeginTransaction();
        await using var _ = transaction.ConfigureAwait(false);
        try
        {
            var taken = await transaction.TakeAsync(_batch, options.BatchSize, cancellationToken).ConfigureAwait(false);
            if (taken > 0)
            {
                Counters.EventDrainAttempt.Add(taken);
                await WriteAsync(cancellationToken).ConfigureAwait(false);
            }

            // An exception before this line leaves the batch in the channel: disposing the transaction rolls it back.
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            Counters.EventDrainSuccess.Add(taken);
            (taken == 0 ? Counters.BatchEmpty : taken < options.BatchSize ? Counters.BatchUnderflow : Counters.BatchComplete).Increment();
            return taken == 0 ? ProcessStatus.Empty : ProcessStatus.Ready;
        }
        finally
        {
            _batch.Clear();
        }
    }

    /// <inheritdoc />
    protected override ValueTask OnStartSinkAsync(CancellationToken cancellationToken)
    {
        // Files are opened here and not in the constructor: a component may be made without ever being started.
        var path = Path.GetFullPath(options.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        Counters.ConnectionCreated.Increment();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    protected override async ValueTask OnStopSinkAsync(CancellationToken cancellationToken)
    {
        if (_file is not null)
        {
            await _file.DisposeAsync().ConfigureAwait(false);
            Counters.ConnectionClosed.Increment();
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        _lines.Clear();
        foreach (var item in _batch.Events)
        {
            foreach (var name in options.Headers)
            {
                item.Headers.TryGetValue(name, out var value);
                Append(value ?? "");
                _lines.Append(',');
            }

            Append(Encoding.UTF8.GetString(item.Body.Span));
            _lines.Append('\n');
        }

        try
        {
            await _file!.WriteAsync(Encoding.UTF8.GetBytes(_lines.ToString()), cancellationToken).ConfigureAwait(false);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            Counters.EventWriteFail.Increment();
            throw;
        }
    }

    private void Append(string value)
    {
        if (value.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            _lines.Append(value);
            return;
        }

        _lines.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
