using FlumeSharp.Components;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime;

/// <summary>
/// Starts one component and, when that fails, tries again until it works or the pipeline stops: Flume's always-restart policy, with
/// a growing pause.
/// </summary>
internal sealed class SupervisedComponent(IComponent component, ComponentPlan plan, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private Task _retries = Task.CompletedTask;
    private bool _isLeftBehind;

    public IComponent Component => component;

    public ComponentPlan Plan => plan;

    /// <summary>Why the last start failed; null once it works.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Completes when the component has started; is cancelled when it is stopped before that.</summary>
    public Task Started => _started.Task;

    /// <summary>Tries to start once and leaves it at that.</summary>
    /// <returns>Why it did not start; null when it did.</returns>
    public async Task<Exception?> StartOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            Log.Starting(logger, plan.Kind, plan.Name);
            await component.StartAsync(cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            Failure = null;
            _started.TrySetResult();
            return null;
        }
        catch (Exception failure)
        {
            Failure = failure;
            return failure;
        }
    }

    /// <summary>Tries to start once; further tries go on in the background.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await TryStartAsync(cancellationToken).ConfigureAwait(false))
        {
            _retries = Task.Run(RetryAsync, CancellationToken.None);
        }
    }

    /// <summary>Ends the tries and stops the component. Never throws; a component that does not end in time is left behind.</summary>
    public async Task StopAsync(CancellationToken hurry)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        var stop = Task.Run(() => StopComponentAsync(hurry), CancellationToken.None);
        _isLeftBehind = !await Patience.EndedAsync(stop, time, hurry).ConfigureAwait(false);
        if (_isLeftBehind)
        {
            Log.LeftBehind(logger, plan.Kind, plan.Name);
        }

        _started.TrySetCanceled(CancellationToken.None);
    }

    /// <summary>Disposes the component, unless it hangs in its stop. Never throws.</summary>
    public async Task DisposeAsync()
    {
        if (_isLeftBehind)
        {
            return;
        }

        try
        {
            await component.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Log.StopFailed(logger, failure, plan.Kind, plan.Name);
        }
    }

    private async Task StopComponentAsync(CancellationToken hurry)
    {
        await _retries.ConfigureAwait(false);
        _started.TrySetCanceled(CancellationToken.None);
        try
        {
            await component.StopAsync(hurry).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Log.StopFailed(logger, failure, plan.Kind, plan.Name);
        }
    }

    private async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            Log.Starting(logger, plan.Kind, plan.Name);
            await component.StartAsync(cancellationToken).ConfigureAwait(false);
            Failure = null;
            _started.TrySetResult();
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception failure)
        {
            Failure = failure;
            if (failure is IOException or FlumeException)
            {
                // A port in use, a server that is away: the message says it all, and every try would repeat the stack.
                Log.StartRefused(logger, plan.Kind, plan.Name, failure.Message.TrimEnd().TrimEnd('.') + ".");
            }
            else
            {
                Log.StartFailed(logger, failure, plan.Kind, plan.Name);
            }
            return false;
        }
    }

    private async Task RetryAsync()
    {
        var pause = FirstPause;
        while (true)
        {
            await Task.Delay(pause, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested || await TryStartAsync(_stopping.Token).ConfigureAwait(false))
            {
                return;
            }

            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
