using FlumeSharp.Hdfs;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>The recovery of one file whose stream cannot be closed any more, step by step until the server has closed it.</summary>
internal sealed class LeaseRecovery(BucketFile file, FileSystem fileSystem, BucketContext context)
{
    // The server needs a while for each recovery it starts, and asking again starts another one. But the first ones come to nothing
    // at a namenode that has just started and has not heard from the datanodes yet. So the pauses double from one to the other.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly LeaseCall _call = new(fileSystem, file);
    private TimeSpan _askAgainAfter = FirstPause;
    private long? _asked;

    /// <summary>Whether the last step began a recovery at the server, which takes seconds.</summary>
    public bool HasJustBegun { get; private set; }

    /// <summary>Makes one step; true once the file is closed.</summary>
    public async ValueTask<bool> TryAsync(CancellationToken hurry)
    {
        HasJustBegun = false;
        try
        {
            if (_asked is { } since && context.Time.GetElapsedTime(since) < _askAgainAfter)
            {
                await context.Calls.RunAsync(_call, static (c, token) => c.CheckAsync(token), hurry).ConfigureAwait(false);
            }
            else
            {
                Log.RecoveringLease(context.Logger, file.Name);
                await context.Calls.RunAsync(_call, static (c, token) => c.RecoverAsync(token), hurry).ConfigureAwait(false);
                if (_asked is not null)
                {
                    _askAgainAfter = _askAgainAfter * 2 < LongestPause ? _askAgainAfter * 2 : LongestPause;
                }

                _asked = context.Time.GetTimestamp();
                HasJustBegun = true;
            }

            return _call.IsClosed;
        }
        catch (PathNotFoundException)
        {
            // Nothing is left to recover; the rename will find that out and say so.
            return true;
        }
        catch (Exception e) when (!hurry.IsCancellationRequested)
        {
            Log.LeaseNotRecovered(context.Logger, file.Name, e.Message);
            return false;
        }
    }
}
