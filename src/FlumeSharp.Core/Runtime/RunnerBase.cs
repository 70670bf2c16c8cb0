using FlumeSharp.Components;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime;

/// <summary>
/// A loop that calls one process method until it is told to end. Ending is asked for in two steps: <see cref="RequestStop"/> lets
/// the call under way finish, <see cref="StopAsync"/> cancels it when its own token is cancelled.
/// </summary>
internal abstract class RunnerBase(string name, Backoff backoff, TimeProvider time, ILogger logger)
{
    private readonly CancellationTokenSource _stopRequested = new();
    private readonly CancellationTokenSource _abort = new();
    private Task _loop = Task.CompletedTask;

    public string Name { get; } = name;

    protected ILogger Logger { get; } = logger;

    protected TimeProvider Time { get; } = time;

    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Asks the loop to end as soon as <see cref="IsDone"/> says so.</summary>
    public void RequestStop() => _stopRequested.Cancel();

    /// <summary>
    /// Asks the loop to end and waits until it has; when the token is cancelled the call under way is cancelled too, and left behind
    /// when it goes on nevertheless.
    /// </summary>
    public async Task StopAsync(CancellationToken hurry)
    {
        RequestStop();
        var registration = hurry.Register(static state => ((CancellationTokenSource)state!).Cancel(), _abort);
        await using (registration.ConfigureAwait(false))
        {
            if (!await Patience.EndedAsync(_loop, Time, hurry).ConfigureAwait(false))
            {
                Log.CallLeftBehind(Logger, Name);
            }
            else if (_loop.Exception is { } failure)
            {
                Log.LoopFailed(Logger, failure, Name);
            }
        }
    }

    protected abstract ValueTask<ProcessStatus> ProcessAsync(CancellationToken abort);

    /// <summary>Whether a loop that was asked to stop may do so.</summary>
    protected abstract bool IsDone { get; }

    /// <summary>Waits for something to do, after there was nothing.</summary>
    protected abstract ValueTask WaitWhenEmptyAsync(TimeSpan atMost, CancellationToken stop);

    /// <summary>How long to wait after a failure, which it also logs.</summary>
    protected abstract TimeSpan OnFailure(Exception failure, Backoff backoff);

    private async Task RunAsync()
    {
        while (!_abort.IsCancellationRequested && !(_stopRequested.IsCancellationRequested && IsDone))
        {
            try
            {
                switch (await ProcessAsync(_abort.Token).ConfigureAwait(false))
                {
                    case ProcessStatus.Ready:
                        backoff.Reset();
                        break;
                    case ProcessStatus.Backoff or ProcessStatus.Failed:
                        await PauseAsync(backoff.Next()).ConfigureAwait(false);
                        break;
                    default:
                        await WaitForWorkAsync(backoff.Next()).ConfigureAwait(false);
                        break;
                }
            }
            catch (OperationCanceledException) when (_abort.IsCancellationRequested)
            {
                // The call was ended on purpose.
            }
            catch (Exception failure)
            {
                await PauseAsync(OnFailure(failure, backoff)).ConfigureAwait(false);
            }
        }
    }

    private async Task WaitForWorkAsync(TimeSpan atMost)
    {
        if (_stopRequested.IsCancellationRequested)
        {
            // Nothing to take, though a channel still holds something: a sink that takes from another channel, or events that somebody
            // else has in hand. Asking again at once would only burn the processor.
            await PauseAsync(atMost).ConfigureAwait(false);
            return;
        }

        try
        {
            await WaitWhenEmptyAsync(atMost, _stopRequested.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopRequested.IsCancellationRequested)
        {
            // The wait was ended on purpose; the loop's condition decides what follows.
        }
    }

    // A pause ends when a stop is asked for. While stopping, pauses go on (the loop is draining) but are short.
    private async Task PauseAsync(TimeSpan length)
    {
        var isStopping = _stopRequested.IsCancellationRequested;
        var pause = isStopping && length > TimeSpan.FromMilliseconds(200) ? TimeSpan.FromMilliseconds(200) : length;
        await Task.Delay(pause, Time, isStopping ? _abort.Token : _stopRequested.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
