using FlumeSharp.Components;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime;

/// <summary>The running components of one agent.</summary>
public sealed class Pipeline : IAsyncDisposable
{
    private readonly IReadOnlyList<ChannelNode> _channels;
    private readonly IReadOnlyList<SinkRunnerNode> _runners;
    private readonly IReadOnlyList<SourceNode> _sources;
    private readonly PipelineOptions _options;
    private readonly PipelineServices _services;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly Lock _stopGate = new();
    private Task<StopReport>? _stop;

    internal Pipeline(
        PipelinePlan plan,
        IReadOnlyList<ChannelNode> channels,
        IReadOnlyList<SinkRunnerNode> runners,
        IReadOnlyList<SourceNode> sources,
        PipelineOptions options,
        PipelineServices services)
    {
        Plan = plan;
        _channels = channels;
        _runners = runners;
        _sources = sources;
        _options = options;
        _services = services;
        _logger = services.LoggerFactory.CreateLogger("FlumeSharp.Runtime");
    }

    /// <summary>What it was made from.</summary>
    public PipelinePlan Plan { get; }

    /// <summary>How each component is doing now.</summary>
    public IEnumerable<ComponentStatus> Components => Supervisors.Select(static supervisor => new ComponentStatus(
        supervisor.Plan.Kind,
        supervisor.Plan.Name,
        supervisor.Plan.Descriptor.DisplayName,
        supervisor.Component.State,
        supervisor.Failure?.Message));

    private IEnumerable<SupervisedComponent> Supervisors =>
        _channels.Select(static node => node.Supervisor)
            .Concat(_runners.SelectMany(static node => node.Sinks).Select(static node => node.Supervisor))
            .Concat(_sources.Select(static node => node.Supervisor));

    /// <summary>The running component of a kind and name, or <see langword="null"/>.</summary>
    public IComponent? Find(ComponentKind kind, string name) =>
        Supervisors.FirstOrDefault(supervisor => supervisor.Plan.Kind == kind && supervisor.Plan.Name == name)?.Component;

    /// <summary>
    /// Stops in order: sources accept no more, sinks empty the channels that do not survive the process as long as the drain timeout
    /// lets them, then sinks and channels end. Calling it again returns the same stop. What does not end when told to hurry is left
    /// behind after two seconds.
    /// </summary>
    /// <param name="hurry">When cancelled, the rest of the stop is not graceful, whichever call it was given to.</param>
    public Task<StopReport> StopAsync(CancellationToken hurry = default)
    {
        var registration = hurry.Register(static state => ((CancellationTokenSource)state!).Cancel(), _hurry);
        Task<StopReport> stop;
        lock (_stopGate)
        {
            stop = _stop ??= StopOnceAsync();
        }

        _ = stop.ContinueWith(_ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return stop;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        foreach (var supervisor in Supervisors)
        {
            await supervisor.DisposeAsync().ConfigureAwait(false);
        }

        _stopping.Dispose();
    }

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await Task.WhenAll(_channels.Select(node => node.Supervisor.StartAsync(either.Token))).ConfigureAwait(false);
        await Task.WhenAll(_runners.Select(node => node.StartAsync(_stopping.Token))).ConfigureAwait(false);
        await Task.WhenAll(_sources.Select(node => node.StartAsync(_stopping.Token))).ConfigureAwait(false);
    }

    private async Task<StopReport> StopOnceAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        using (var limit = Limit(_options.StopTimeout))
        {
            foreach (var source in _sources)
            {
                Log.Stopping(_logger, ComponentKind.Source, source.Plan.Name);
            }

            await Task.WhenAll(_sources.Select(node => node.StopAsync(limit.Token))).ConfigureAwait(false);
        }

        foreach (var channel in _channels)
        {
            BeginDrain(channel);
        }

        using (var limit = Limit(_options.DrainTimeout))
        {
            await Task.WhenAll(_runners.Select(node => node.StopRunnerAsync(limit.Token))).ConfigureAwait(false);
        }

        using (var limit = Limit(_options.StopTimeout))
        {
            await Task.WhenAll(_runners.Select(node => node.StopSinksAsync(limit.Token))).ConfigureAwait(false);
            var report = Report();
            await Task.WhenAll(_channels.Select(node => node.Supervisor.StopAsync(limit.Token))).ConfigureAwait(false);
            return report;
        }
    }

    private void BeginDrain(ChannelNode channel)
    {
        try
        {
            channel.Channel.BeginDrain();
        }
        catch (Exception failure)
        {
            // Its sinks sit out their waits then, which is no reason not to stop them.
            Log.StopFailed(_logger, failure, ComponentKind.Channel, channel.Plan.Name);
        }
    }

    private StopReport Report() => new(
        _services.Metrics.Groups.OfType<Metrics.ChannelCounters>().Where(group => _channels.Any(node => node.Plan.Name == group.Component)).Sum(static group => group.TakeSuccess.Count),
        [.. _channels.Where(static node => node.Channel.EventCount > 0).Select(static node => (node.Plan.Name, node.Channel.EventCount, node.Channel.KeepsEventsOverStop))]);

    private Deadline Limit(TimeSpan length) => new(length, _services.TimeProvider, _hurry.Token);
}
