namespace FlumeSharp.Sinks.Hdfs;

/// <summary>
/// Closes files and gives them their names: at once where that works, else in the background, where a file is closed, or its lease
/// recovered, before it is renamed. What it gives up stays under its in-use name, flushed as far as it was committed.
/// </summary>
internal sealed class FileFinisher(BucketContext context)
{
    private const int MostNamesTried = 1000;

    private static readonly TimeSpan PauseInHurry = TimeSpan.FromMilliseconds(500);

    private volatile TaskCompletionSource _awake = NewSignal();
    private volatile bool _isHurrying;
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Tries once to close a file.</summary>
    public async ValueTask<bool> TryCloseAsync(BucketFile file, CancellationToken hurry)
    {
        if (!file.HasTriedToClose)
        {
            Log.Closing(context.Logger, file.Name);
        }

        try
        {
            await context.Calls.RunAsync(file, static (f, token) => f.CloseAsync(token), hurry).ConfigureAwait(false);
            context.Counters.ConnectionClosed.Increment();
            return true;
        }
        catch (Exception e)
        {
            if (file.HasTriedToClose)
            {
                Log.CloseFailedAgain(context.Logger, file.Name, e.Message);
            }
            else
            {
                Log.CloseFailed(context.Logger, file.Name, e);
            }

            file.HasTriedToClose = true;
            return false;
        }
    }

    /// <summary>Tries once to give a file its final name, or the next free one.</summary>
    public async ValueTask<bool> TryRenameAsync(BucketFile file, CancellationToken hurry)
    {
        if (file.InUsePath == file.FinalPath)
        {
            return true;
        }

        try
        {
            for (var names = 0; names < MostNamesTried; names++)
            {
                Log.Renaming(context.Logger, file.Name, file.Show(file.FinalPath));
                await context.Calls.RunAsync(file, static (f, token) => f.RenameAsync(token), hurry).ConfigureAwait(false);
                if (file.Outcome != RenameOutcome.NameTaken)
                {
                    if (file.Outcome == RenameOutcome.SourceGone)
                    {
                        Log.InUseFileGone(context.Logger, file.Name, file.Show(file.FinalPath));
                    }

                    return true;
                }

                Log.NameTaken(context.Logger, file.Show(file.FinalPath));
                file.TakeFinalName();
            }
        }
        catch (Exception e)
        {
            Log.RenameFailed(context.Logger, file.Name, e);
        }

        return false;
    }

    /// <summary>Goes on in the background with a file that could not be finished at once.</summary>
    /// <param name="file">The file; it belongs to the finisher from now on.</param>
    /// <param name="isClosed">It is closed and only has no final name yet.</param>
    /// <param name="tries">How often it was tried.</param>
    public void FinishInBackground(BucketFile file, bool isClosed, int tries) => context.Background.Run(() => FinishAsync(file, isClosed, tries));

    /// <summary>Ends all pauses, because the file system works again. Limited tries keep their pace.</summary>
    public void Wake()
    {
        if (MostTries == int.MaxValue)
        {
            EndPauses();
        }
    }

    /// <summary>Ends all pauses and makes the next ones short, because the sink stops and this is the last chance.</summary>
    public void Hurry()
    {
        _isHurrying = true;
        EndPauses();
    }

    /// <summary>Ends the background work; files it had not finished stay under their in-use names.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    private async Task FinishAsync(BucketFile file, bool isClosed, int tries)
    {
        try
        {
            var renameTries = isClosed ? tries : 0;
            if (!isClosed)
            {
                await CloseOrRecoverAsync(file, tries).ConfigureAwait(false);
                _ = file.ReleaseAsync();
            }

            await RenameAsync(file, renameTries).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log.LeftInUse(context.Logger, file.Name);
        }
    }

    private async Task CloseOrRecoverAsync(BucketFile file, int tries)
    {
        var recovery = new LeaseRecovery(file, context.FileSystem, context);
        var delays = NewDelays();
        for (; tries < MostTries; tries++)
        {
            if (tries > 0)
            {
                await PauseAsync(delays).ConfigureAwait(false);
            }

            if (await TryCloseAsync(file, _stopping.Token).ConfigureAwait(false) || await recovery.TryAsync(_stopping.Token).ConfigureAwait(false))
            {
                return;
            }

            _stopping.Token.ThrowIfCancellationRequested();
            if (recovery.HasJustBegun)
            {
                delays.Reset();
            }
        }

        context.Counters.ConnectionFailed.Increment();
        Log.CloseGivenUp(context.Logger, file.Name, tries);
        await recovery.TryAsync(_stopping.Token).ConfigureAwait(false);
    }

    private async Task RenameAsync(BucketFile file, int tries)
    {
        var delays = NewDelays();
        for (; tries < MostTries; tries++)
        {
            if (tries > 0)
            {
                await PauseAsync(delays).ConfigureAwait(false);
            }

            if (await TryRenameAsync(file, _stopping.Token).ConfigureAwait(false))
            {
                return;
            }

            _stopping.Token.ThrowIfCancellationRequested();
        }

        Log.RenameGivenUp(context.Logger, file.Name, tries);
    }

    private int MostTries => context.Options.RetryInterval <= TimeSpan.Zero ? 1
        : context.Options.CloseTries <= 0 ? int.MaxValue
        : context.Options.CloseTries;

    private RetryDelays NewDelays() => new(context.Options.RetryInterval, isLimited: MostTries < int.MaxValue, Random.Shared);

    private async Task PauseAsync(RetryDelays delays)
    {
        // Taken before the flag is read: a hurry that begins in between ends this pause.
        var awake = _awake.Task;
        var length = _isHurrying ? PauseInHurry : delays.Next();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        await Task.WhenAny(Task.Delay(length, context.Time, ended.Token), awake).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        _stopping.Token.ThrowIfCancellationRequested();
    }

    private void EndPauses() => Interlocked.Exchange(ref _awake, NewSignal()).SetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
