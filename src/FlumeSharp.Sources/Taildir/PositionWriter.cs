using FlumeSharp.Runtime;

namespace FlumeSharp.Sources.Taildir;

/// <summary>Saves the positions of committed lines at an interval, beside the reading: a channel that makes it wait must not hold up what the others have.</summary>
internal sealed class PositionWriter(PositionFile file, TailFiles files, TimeSpan interval, TaildirContext context)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly RepeatedFailureLog _failures = new(context.Time);
    private readonly Lock _gate = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = Task.Run(SaveAtIntervalsAsync);

    /// <summary>Ends the saving at intervals.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Saves now.</summary>
    public void Save()
    {
        try
        {
            lock (_gate)
            {
                file.Save(files.Positions);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            context.Counters.GenericProcessingFail.Increment();
            if (_failures.ShouldLog(out var passedOver))
            {
                Log.CannotSave(context.Logger, failure, context.Name, file.Path, passedOver);
            }
        }
    }

    private async Task SaveAtIntervalsAsync()
    {
        for (var pause = First; ; pause = interval < Longest ? interval : Longest)
        {
            await Task.Delay(pause, context.Time, _stopping.Token).ConfigureAwait(false);
            Save();
        }
    }
}
