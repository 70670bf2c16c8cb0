using System.Collections.Concurrent;

namespace FlumeSharp.Runtime;

/// <summary>What probes did, in order, and what they are told to fail at.</summary>
public sealed class Journal
{
    private readonly ConcurrentQueue<string> _entries = new();

    /// <summary>How often the start of a component still fails, by name.</summary>
    public ConcurrentDictionary<string, int> FailingStarts { get; } = new();

    /// <summary>Thrown by sinks instead of delivering.</summary>
    public Exception? DeliveryFailure { get; set; }

    /// <summary>Sinks wait for this before they deliver.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Sinks wait for this whatever their token says.</summary>
    public Task Hang { get; set; } = Task.CompletedTask;

    /// <summary>What never comes back from its stop, by name.</summary>
    public ConcurrentDictionary<string, bool> HangingStops { get; } = new();

    /// <summary>What, once its failing starts are over, does not come to the end of its start before it is cancelled, by name.</summary>
    public ConcurrentDictionary<string, bool> HangingStarts { get; } = new();

    /// <summary>What throws when it is told to stop, drain or let go, by name.</summary>
    public ConcurrentDictionary<string, bool> FailingStops { get; } = new();

    public IReadOnlyList<string> Entries => [.. _entries];

    public void Add(string entry) => _entries.Enqueue(entry);

    public Task StopAsync(string name)
    {
        Add($"{name} stops");
        Fail(name);
        return HangingStops.ContainsKey(name) ? new TaskCompletionSource().Task : Task.CompletedTask;
    }

    public void Fail(string name)
    {
        if (FailingStops.ContainsKey(name))
        {
            throw new IOException($"{name} cannot stop");
        }
    }

    public async Task StartAsync(string name, CancellationToken cancellationToken)
    {
        var left = FailingStarts.GetValueOrDefault(name);
        if (left > 0)
        {
            FailingStarts[name] = left - 1;
            Add($"{name} fails");
            throw new IOException($"{name} cannot start");
        }

        if (HangingStarts.ContainsKey(name))
        {
            Add($"{name} hangs");
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        Add($"{name} starts");
    }
}
