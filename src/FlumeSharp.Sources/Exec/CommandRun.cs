using FlumeSharp.Sources.Exec.Lines;

namespace FlumeSharp.Sources.Exec;

/// <summary>One run of the command, from its start to the last line of its output.</summary>
internal sealed class CommandRun(ExecSourceOptions options, SourceContext context, ExecSourceCounters counters)
{
    private readonly LineBuffer _lines = LineBuffer.For(options.Charset, options.MaxLineLength);
    private readonly LineDelivery _delivery = new(options, context, counters);
    private readonly ErrorOutput _errors = new(options, context);
    private long _cut;
    private long _malformed;

    /// <summary>Runs the command.</summary>
    /// <param name="end">Asks the command to end; what it still writes is delivered.</param>
    /// <param name="giveUp">Waits for nothing more.</param>
    public async Task RunAsync(CancellationToken end, CancellationToken giveUp)
    {
        using var process = CommandProcess.Start(CommandLine.Of(options.Command, options.Shell), options.KillTimeout, context.TimeProvider);
        counters.CommandStarts.Increment();
        Log.Started(context.Logger, context.Name, options.Command);
        var registration = end.UnsafeRegister(static running => ((CommandProcess)running!).End(), process);
        await using (registration.ConfigureAwait(false))
        {
            var errors = _errors.ReadAsync(process.Error, giveUp);
            await PumpAsync(process.Output, giveUp).ConfigureAwait(false);
            var status = await process.ExitAsync().ConfigureAwait(false);
            process.End();
            await Task.WhenAny(errors, Task.Delay(options.KillTimeout, context.TimeProvider, giveUp)).ConfigureAwait(false);
            Tell(status, end.IsCancellationRequested);
        }
    }

    private async Task PumpAsync(Stream output, CancellationToken giveUp)
    {
        try
        {
            Task<int>? reading = null;
            while (true)
            {
                reading ??= output.ReadAsync(_lines.Room, giveUp).AsTask();
                if (_delivery.HasLines && !await ReadsInTimeAsync(reading, giveUp).ConfigureAwait(false))
                {
                    await _delivery.FlushAsync(giveUp).ConfigureAwait(false);
                    continue;
                }

                var count = await reading.ConfigureAwait(false);
                reading = null;
                if (count == 0)
                {
                    break;
                }

                _lines.Filled(count);
                await TakeLinesAsync(giveUp).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException)
        {
            Log.OutputLeft(context.Logger, context.Name);
        }

        if (_lines.TryTakeRest(out var rest))
        {
            _delivery.Add(rest);
        }

        CountOddLines();
        await _delivery.FlushAsync(giveUp).ConfigureAwait(false);
    }

    private async ValueTask TakeLinesAsync(CancellationToken giveUp)
    {
        while (_lines.TryTake(out var line))
        {
            _delivery.Add(line);
            if (_delivery.IsFull)
            {
                await _delivery.FlushAsync(giveUp).ConfigureAwait(false);
            }
        }

        CountOddLines();
    }

    private async ValueTask<bool> ReadsInTimeAsync(Task<int> reading, CancellationToken giveUp)
    {
        if (reading.IsCompleted)
        {
            // More is there already; but a stream without a pause must not hold lines back either.
            return _delivery.TimeLeft > TimeSpan.Zero;
        }

        if (_delivery.TimeLeft is var left && left <= TimeSpan.Zero)
        {
            return false;
        }

        try
        {
            await reading.WaitAsync(left, context.TimeProvider, giveUp).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void CountOddLines()
    {
        counters.LinesCut.Add(_lines.Cut - _cut);
        counters.LinesMalformed.Add(_lines.Malformed - _malformed);
        if (_cut == 0 && _lines.Cut > 0)
        {
            Log.LineCut(context.Logger, context.Name, options.MaxLineLength);
        }

        if (_malformed == 0 && _lines.Malformed > 0)
        {
            Log.LineMalformed(context.Logger, context.Name, options.Charset);
        }

        _cut = _lines.Cut;
        _malformed = _lines.Malformed;
    }

    private void Tell(int? status, bool wasAsked)
    {
        if (status is null)
        {
            Log.DoesNotEnd(context.Logger, context.Name, options.Command);
        }
        else if (status == 0 || wasAsked)
        {
            Log.Ended(context.Logger, context.Name, options.Command, status.Value);
        }
        else
        {
            Log.Failed(context.Logger, context.Name, options.Command, status.Value, _errors.LastLine ?? "it said nothing on standard error");
        }
    }
}
