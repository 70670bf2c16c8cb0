using FlumeSharp.Components;
using FlumeSharp.Routing.Interceptors;
using FlumeSharp.Runtime;

namespace FlumeSharp.Sources;

/// <summary>
/// Tells that the channels do not take a source's batches: when it begins, once a minute with the number of batches while it goes on, and
/// when batches have been taken for a minute. A full channel takes one batch and refuses the next many times per second, so a change alone
/// is not worth a line. Safe for concurrent use.
/// </summary>
/// <param name="context">The source's log and clock.</param>
/// <param name="label">The source, at the beginning of a line.</param>
/// <param name="consequence">What becomes of a refused batch.</param>
internal sealed class RefusalLog(SourceContext context, string label, string consequence)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly RepeatedFailureLog _byChannel = new(context.TimeProvider);
    private readonly RepeatedFailureLog _byLimit = new(context.TimeProvider);
    private long _refused;
    private long _last;

    /// <summary>A batch was refused.</summary>
    public void Refused(Exception failure)
    {
        lock (_gate)
        {
            Volatile.Write(ref _last, context.TimeProvider.GetTimestamp());
            Volatile.Write(ref _refused, _refused + 1);
            if (failure is RateLimitExceededException)
            {
                if (_byLimit.ShouldLog(out var before))
                {
                    Log.LimitExceeded(context.Logger, label, failure.Message, consequence, before);
                }
            }
            else if (_byChannel.ShouldLog(out var before))
            {
                // A refusal says all in its message. What has a cause is more than one, such as a disk that fails.
                Log.ChannelRefused(context.Logger, failure.InnerException is null ? null : failure, label, failure.Message, consequence, before);
            }
        }
    }

    /// <summary>A batch was taken. Costs a glance while none is refused.</summary>
    public void Took()
    {
        if (Volatile.Read(ref _refused) == 0 || context.TimeProvider.GetElapsedTime(Volatile.Read(ref _last)) < Quiet)
        {
            return;
        }

        lock (_gate)
        {
            if (_refused > 0 && context.TimeProvider.GetElapsedTime(_last) >= Quiet)
            {
                Log.ChannelRecovered(context.Logger, label, _refused);
                Volatile.Write(ref _refused, 0);
            }
        }
    }
}
