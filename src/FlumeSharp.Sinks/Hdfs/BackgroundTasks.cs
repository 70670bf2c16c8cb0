namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Work that goes on beside the sink's own calls, so that a stop can wait for it.</summary>
internal sealed class BackgroundTasks
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>How much work goes on.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _running.Count;
            }
        }
    }

    /// <summary>Starts work that handles its own failures.</summary>
    public void Run(Func<Task> work)
    {
        var task = Task.Run(work);
        lock (_lock)
        {
            _running.Add(task);
        }

        _ = RemoveAsync(task);
    }

    /// <summary>Waits until nothing goes on.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task[] running;
            lock (_lock)
            {
                running = [.. _running];
            }

            if (running.Length == 0)
            {
                return;
            }

            await Task.WhenAll(running).WaitAsync(cancellationToken).ConfigureAwait(false);
            await Task.Yield();
        }
    }

    private async Task RemoveAsync(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _running.Remove(task);
        }
    }
}
