using FlumeSharp.Components;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime;

/// <summary>The running components of one agent.</summary>
public sealed class Pipeline : IAsyncDisposable
{
    private readonly PipelineOptions _options;
    private readonly PipelineServices _services;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopRequested = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly SemaphoreSlim _transition = new(1, 1);
    private readonly Lock _stopGate = new();
    private volatile PipelineNodes _nodes;
    private long _deliveredBefore;
    private Task<StopReport>? _stop;

    internal Pipeline(PipelineNodes nodes, PipelineOptions options, PipelineServices services)
    {
        _nodes = nodes;
        _options = options;
        _services = services;
        _logger = services.LoggerFactory.CreateLogger("FlumeSharp.Runtime");
    }

    /// <summary>What it was made from.</summary>
    public PipelinePlan Plan => _nodes.Plan;

    /// <summary>What runs now. Whoever replaces it holds the transition.</summary>
    internal PipelineNodes Nodes
    {
        get => _nodes;
        set => _nodes = value;
    }

    /// <summary>Cancelled when somebody wants the pipeline to stop, which begins when the reload at work has ended.</summary>
    internal CancellationToken StopRequested => _stopRequested.Token;

    /// <summary>Cancelled when the pipeline stops.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    /// <summary>Cancelled when nothing may be graceful any more.</summary>
    internal CancellationToken Hurry => _hurry.Token;

    /// <summary>How each component is doing now.</summary>
    public IEnumerable<ComponentStatus> Components => Supervisors.Select(static supervisor => new ComponentStatus(
        supervisor.Plan.Kind,
        supervisor.Plan.Name,
        supervisor.Plan.Descriptor.DisplayName,
        supervisor.Component.State,
        supervisor.Failure?.Message));

    private IEnumerable<SupervisedComponent> Supervisors => _nodes.Supervisors;

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

        _stopRequested.Dispose();
        _stopping.Dispose();
        _hurry.Dispose();
        _transition.Dispose();
    }

    /// <summary>Waits until nothing else changes the pipeline, and keeps others from it.</summary>
    /// <returns>False, and nothing is kept, when the pipeline stops.</returns>
    internal async Task<bool> TryBeginTransitionAsync(CancellationToken cancellationToken)
    {
        await _transition.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_stop is null)
        {
            return true;
        }

        _transition.Release();
        return false;
    }

    /// <summary>Lets others change the pipeline.</summary>
    internal void EndTransition() => _transition.Release();

    /// <summary>Adds what channels that are gone have delivered.</summary>
    internal void CountDelivered(long events) => Interlocked.Add(ref _deliveredBefore, events);

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await Task.WhenAll(_nodes.Channels.Select(node => node.Supervisor.StartAsync(either.Token))).ConfigureAwait(false);
        await Task.WhenAll(_nodes.Runners.Select(node => node.StartAsync(_stopping.Token))).ConfigureAwait(false);
        await Task.WhenAll(_nodes.Sources.Select(node => node.StartAsync(_stopping.Token))).ConfigureAwait(false);
    }

    private async Task<StopReport> StopOnceAsync()
    {
        // A reload that is at work comes to its end first, one way or the other, and leaves to the background what it would wait for.
        await _stopRequested.CancelAsync().ConfigureAwait(false);
        await _transition.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await StopAllAsync().ConfigureAwait(false);
        }
        finally
        {
            _transition.Release();
        }
    }

    private async Task<StopReport> StopAllAsync()
    {
        var (_, channels, runners, sources) = _nodes;
        await _stopping.CancelAsync().ConfigureAwait(false);
        using (var limit = Limit(_options.StopTimeout))
        {
            foreach (var source in sources)
            {
                Log.Stopping(_logger, ComponentKind.Source, source.Plan.Name);
            }

            await Task.WhenAll(sources.Select(node => node.StopAsync(limit.Token))).ConfigureAwait(false);
        }

        foreach (var channel in channels)
        {
            BeginDrain(channel);
        }

        using (var limit = Limit(_options.DrainTimeout))
        {
            await Task.WhenAll(runners.Select(node => node.StopRunnerAsync(limit.Token))).ConfigureAwait(false);
        }

        using (var limit = Limit(_options.StopTimeout))
        {
            await Task.WhenAll(runners.Select(node => node.StopSinksAsync(limit.Token))).ConfigureAwait(false);
            var rest = channels.Select(ChannelRest.Of).ToList();
            await Task.WhenAll(channels.Select(node => node.Supervisor.StopAsync(limit.Token))).ConfigureAwait(false);
            return Report(rest);
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

    private StopReport Report(List<ChannelRest> rest) => new(
        Interlocked.Read(ref _deliveredBefore) + _services.Metrics.Groups.OfType<Metrics.ChannelCounters>().Where(group => _nodes.Channels.Any(node => node.Plan.Name == group.Component)).Sum(static group => group.TakeSuccess.Count),
        [.. rest.SelectMany(static channel => channel.AfterStop())]);

    private Deadline Limit(TimeSpan length) => new(length, _services.TimeProvider, _hurry.Token);
}
