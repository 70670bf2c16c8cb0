using System.Collections.Concurrent;
using FlumeSharp.Components;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.Sinks;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Hosting;

/// <summary>What all sinks of a test have delivered.</summary>
public sealed class Delivered
{
    private int _calls;
    private volatile bool _isRefusing;

    public ConcurrentDictionary<string, int> Bodies { get; } = new();

    /// <summary>Whether nothing is delivered at the moment.</summary>
    public bool IsRefusing
    {
        get => _isRefusing;
        set => _isRefusing = value;
    }

    /// <summary>Every so many calls fail, as the places that sinks deliver to sometimes do.</summary>
    public bool IsTimeToFail() => Interlocked.Increment(ref _calls) % 97 == 0;
}

public sealed class CollectSinkOptions
{
    [FlumeOption("fails")]
    public bool Fails { get; init; }
}

[FlumeSink("collect", "org.example.CollectSink")]
public sealed class CollectSink(CollectSinkOptions options, SinkContext context, Delivered delivered) : SinkBase(context)
{
    public override async ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken)
    {
        await using var transaction = Channel.BeginTransaction();
        var taken = await transaction.TakeBodiesAsync(100, cancellationToken);
        if (delivered.IsRefusing || (taken.Count > 0 && delivered.IsTimeToFail()))
        {
            return ProcessStatus.Backoff;
        }

        await transaction.CommitAsync(cancellationToken);
        taken.ForEach(body => delivered.Bodies.AddOrUpdate(body, 1, static (_, count) => count + 1));
        return taken.Count > 0 ? ProcessStatus.Ready : ProcessStatus.Empty;
    }

    protected override ValueTask OnStartSinkAsync(CancellationToken cancellationToken) =>
        options.Fails ? throw new IOException($"{Name} cannot start") : ValueTask.CompletedTask;
}
