using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Sources.Exec;

/// <summary>Runs a command and makes an event of each line that it writes.</summary>
/// <remarks>
/// A command cannot be asked for a line again: what it wrote and what no channel has is lost with the agent. While the agent lives, a
/// channel that is full makes the command wait.
/// </remarks>
[FlumeSource("exec", "org.apache.flume.source.ExecSource", Stability = Stability.Beta)]
public sealed class ExecSource(ExecSourceOptions options, SourceContext context)
    : SourceBase(context, new ExecSourceCounters(context.Name))
{
    // What a stop grants on top of the command's own time, so that a full channel can take what was read.
    private static readonly TimeSpan LastDelivery = TimeSpan.FromSeconds(5);
    private readonly SourceContext _context = context;
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _giveUp = new();
    private Task _work = Task.CompletedTask;

    /// <inheritdoc />
    protected override ValueTask OnStartSourceAsync(CancellationToken cancellationToken)
    {
        if (!Supervisor.IsAvailable)
        {
            Log.NoSupervisor(Logger, Name);
        }

        _work = Task.Run(WorkAsync, CancellationToken.None);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    protected override async ValueTask OnStopSourceAsync(CancellationToken cancellationToken)
    {
        var hurried = cancellationToken.UnsafeRegister(static giveUp => ((CancellationTokenSource)giveUp!).Cancel(), _giveUp);
        await using (hurried.ConfigureAwait(false))
        {
            await _end.CancelAsync().ConfigureAwait(false);
            try
            {
                await _work.WaitAsync(options.KillTimeout + LastDelivery, Time, CancellationToken.None).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                await _giveUp.CancelAsync().ConfigureAwait(false);
                await _work.ConfigureAwait(false);
            }
        }
    }

    private async Task WorkAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await new CommandRun(options, _context, (ExecSourceCounters)Counters).RunAsync(_end.Token, _giveUp.Token).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                Counters.GenericProcessingFail.Increment();
                Log.RunFailed(Logger, failure, Name, options.Command);
            }

            if (_end.IsCancellationRequested)
            {
                return;
            }

            if (!options.Restart)
            {
                Log.NothingMore(Logger, Name);
                return;
            }

            Log.Restarts(Logger, Name, options.RestartThrottle.TotalMilliseconds);
            await Task.Delay(options.RestartThrottle, Time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
