using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using FlumeSharp.Configuration;
using FlumeSharp.Configuration.Sources;
using FlumeSharp.Metrics;
using FlumeSharp.Runtime;
using FlumeSharp.Runtime.Reload;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Agent.Hosting.Reload;

/// <summary>
/// Looks at the configuration again (from time to time, when its source has a hint, at <c>SIGHUP</c>) and applies what has changed. A
/// configuration that is wrong, or whose components do not start, changes nothing; the log, the counters and <c>/readyz</c> say why.
/// </summary>
internal sealed class ReloadService : IHostedLifecycleService, IDisposable
{
    // A source that fails in its waiting must not be asked in a hot loop.
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    // While an agent waits for its first configuration, the log says so again after this time.
    private static readonly TimeSpan TimeBetweenReminders = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TimeBetweenReasons = TimeSpan.FromMinutes(1);
    private readonly RunningAgent _agent;
    private readonly IConfigurationSource _source;
    private readonly Planner _planner;
    private readonly Reconciler _reconciler;
    private readonly ReloadSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ReloadCounters _counters;
    private readonly ReloadReport? _report;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _asked = new(0);
    private Configured _current;
    private ConfigurationSnapshot _seen;
    private bool _isUndecided;
    private bool _wasAsked;
    private string _lastChange = "";
    private (DateTimeOffset When, string? Reason) _reminded;
    private PosixSignalRegistration? _signal;
    private Task _loop = Task.CompletedTask;

    /// <summary>Keeps what it needs.</summary>
    public ReloadService(
        RunningAgent agent, Configured current, IConfigurationSource source, Planner planner, ReloadSettings settings, PipelineServices services, PipelineOptions options, MetricsRegistry metrics)
    {
        _agent = agent;
        _current = current;
        _seen = current.Snapshot;
        _source = source;
        _planner = planner;
        _reconciler = new Reconciler(services, options);
        _settings = settings;
        _time = services.TimeProvider;
        _logger = services.LoggerFactory.CreateLogger("FlumeSharp.Agent");
        _counters = metrics.Register(new ReloadCounters(agent.Plan.AgentName));
        _report = settings.PidFile is { } file ? new ReloadReport(file, _logger) : null;
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // From the first moment on, or a signal that comes early would end the process.
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Ask();
        });
        _counters.Start(_time);
        _reminded = (_time.GetUtcNow(), _agent.Waiting?.Reason);
        _lastChange = string.Create(CultureInfo.InvariantCulture, $"since the start at {_time.GetUtcNow():u}");
        if (_agent.Waiting is null)
        {
            NoteApplied();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _report?.WritePid();
        if (_agent.Waiting is null)
        {
            Keep();
        }

        _loop = Task.Run(LoopAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_agent.Waiting is not null)
        {
            // The first configuration may have come just now: only what has started can be stopped.
            await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _report?.Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _signal?.Dispose();
        _stopping.Dispose();
        _asked.Dispose();
    }

    /// <summary>Makes it look, as <c>SIGHUP</c> does.</summary>
    internal void Ask() => _asked.Release();

    private async Task LoopAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                _wasAsked = await WaitAsync(_stopping.Token).ConfigureAwait(false);
                await LookAsync(_wasAsked, _stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // Java's poller dies of the first such failure, and nobody notices until an edit has no effect.
                Log.ReloadFailed(_logger, failure);
                Reject($"the reload failed: {failure.Message}");
                await Task.Delay(PauseAfterFailure, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Whether somebody asked, rather than time passed or a file seems to have changed.
    private async Task<bool> WaitAsync(CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var asked = _asked.WaitAsync(ended.Token);
        var waits = new List<Task> { asked };
        if (_settings.IsWatching)
        {
            waits.Add(Task.Delay(_settings.Interval ?? _source.PollInterval, _time, ended.Token));
            waits.Add(_source.WaitForHintAsync(ended.Token).AsTask());
        }

        var first = await Task.WhenAny(waits).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(waits).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
        await first.ConfigureAwait(false);
        return asked.IsCompletedSuccessfully;
    }

    private async Task LookAsync(bool wasAsked, CancellationToken cancellationToken)
    {
        // Who asks may have changed what no file shows, a secret behind a filter: then all is read again, and the plans are compared.
        var snapshot = await _source.LoadAsync(wasAsked ? _seen with { Fingerprint = "" } : _seen, cancellationToken).ConfigureAwait(false);
        if (wasAsked && !_isUndecided && _agent.Rejection is null && snapshot?.Fingerprint == _seen.Fingerprint && IsSamePlan(snapshot))
        {
            snapshot = null;
        }

        if (snapshot is null && !_isUndecided && !(wasAsked && (_agent.Rejection ?? _agent.Waiting) is not null))
        {
            if (wasAsked)
            {
                Log.NothingChanged(_logger, _source.Description);
                _report?.WriteOutcome(_wasAsked, ReloadAnswer.Unchanged, $"the configuration is the one that runs, {_lastChange}", leftBehind: 0);
            }

            Remind(isNews: false);

            return;
        }

        // What was refused is tried again when somebody asks: a port may be free by now.
        var hasChanged = snapshot is not null && (snapshot.Fingerprint != _seen.Fingerprint || !(_isUndecided || _agent.Rejection is not null));
        _seen = snapshot ?? _seen;
        _isUndecided = true;
        var next = Configured.From(_seen, _planner, _agent.Plan.AgentName);
        var isNews = _agent.Waiting is null || _seen.IsAvailable;
        if (isNews)
        {
            if (hasChanged)
            {
                Log.Changed(_logger, _source.Description);
            }
            else
            {
                Log.TriedAgain(_logger, _source.Description);
            }

            foreach (var problem in next.NewSince(_current))
            {
                AgentRun.LogProblem(_logger, problem);
            }
        }

        if (WhyNot(next) is { } reason)
        {
            Reject(reason, isNews || wasAsked);
        }
        else if (_agent.Waiting is not null)
        {
            await StartAsync(next).ConfigureAwait(false);
        }
        else
        {
            await ApplyAsync(next, cancellationToken).ConfigureAwait(false);
        }

        // Not after an exception: what has failed for a reason of its own is looked at again with the next poll, or it would stay "rejected".
        _isUndecided = false;
    }

    private bool IsSamePlan(ConfigurationSnapshot snapshot)
    {
        var next = Configured.From(snapshot, _planner, _agent.Plan.AgentName);
        return PlanDiff.Between(_agent.Plan, next.Plan).IsEmpty && !next.NewSince(_current).Any();
    }

    private string? WhyNot(Configured next)
    {
        if (_agent.Waiting is not null)
        {
            return next.Missing ?? (_settings.IsStrict && next.Errors.Any() ? Configured.FirstOf(next.Errors) : null);
        }

        if (!_seen.IsAvailable || !_seen.Configuration.IsReadable)
        {
            return $"it cannot be read: {Configured.FirstOf(next.Errors)}";
        }

        if (next.Plan.IsEmpty)
        {
            return $"nothing is left to run: {Configured.FirstOf(next.Errors)}";
        }

        var errors = _settings.IsStrict ? next.Errors : _settings.Mode is ReloadMode.Full ? [] : next.NewSince(_current).Where(static problem => problem.Severity == ProblemSeverity.Error);
        return errors.Any() ? Configured.FirstOf(errors) : null;
    }

    private async Task ApplyAsync(Configured next, CancellationToken cancellationToken)
    {
        if (_agent.Pipeline is not { } pipeline)
        {
            return;
        }

        var outcome = await _reconciler.ApplyAsync(pipeline, next.Plan, _settings.Mode is ReloadMode.Full, cancellationToken).ConfigureAwait(false);
        foreach (var (channel, events, isDurable) in outcome.LeftBehind)
        {
            if (isDurable)
            {
                Log.LeftOnDisk(_logger, channel, events);
            }
            else
            {
                Log.Lost(_logger, channel, events);
                _counters.LostEvents.Add(events);
            }
        }

        var left = outcome.LeftBehind.Sum(static channel => channel.Events);
        if (outcome.Failure is { } reason)
        {
            Reject(reason + TextOf(outcome.LeftBehind), leftBehind: left);
            return;
        }

        _agent.Plan = next.Plan;
        Log.Applied(_logger, outcome.Changes);
        NoteApplied(next, outcome.Changes + TextOf(outcome.LeftBehind), left);
    }

    // The first configuration of an agent that had to wait for one: what cannot start is tried again, as after any start.
    private async Task StartAsync(Configured next)
    {
        var start = _time.GetTimestamp();
        _agent.Plan = next.Plan;
        _agent.Pipeline = await _reconciler.StartAsync(next.Plan, CancellationToken.None).ConfigureAwait(false);
        _agent.NoteStarted();
        AgentService.Announce(_agent, _time.GetElapsedTime(start), _logger);
        NoteApplied(next, $"started {_agent.Summary()}");
    }

    private void NoteApplied(Configured next, string changes, long leftBehind = 0)
    {
        _current = next;
        _counters.Applied.Increment();
        NoteApplied();
        Keep();
        _lastChange = string.Create(CultureInfo.InvariantCulture, $"since a change applied at {_time.GetUtcNow():u}: {changes}");
        _report?.WriteOutcome(_wasAsked, ReloadAnswer.Applied, changes, leftBehind);
    }

    private static string TextOf(ImmutableArray<(string Channel, long Events, bool IsDurable)> leftBehind) => string.Concat(leftBehind.Select(static left => string.Create(
        CultureInfo.InvariantCulture, $"; {left.Events} event{(left.Events == 1 ? "" : "s")} of channel {left.Channel} {(left.IsDurable ? "not delivered, kept on disk" : "lost")}")));

    private void NoteApplied()
    {
        _agent.Rejection = null;
        _counters.IsCurrent.Set(1);
        _counters.LastApplied.Set(_time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private void Keep()
    {
        if (_source.Keep(_current.Snapshot) is { } problem)
        {
            AgentRun.LogProblem(_logger, problem);
        }
    }

    private void Reject(string reason, bool isNews = true, long leftBehind = 0)
    {
        if (_agent.Waiting is { } waiting)
        {
            _agent.Waiting = waiting with { Reason = reason };
            Remind(isNews);
            _report?.WriteOutcome(_wasAsked, ReloadAnswer.Rejected, reason, leftBehind);
            return;
        }

        _agent.Rejection = new Rejection(reason, _time.GetUtcNow());
        _counters.Rejected.Increment();
        _counters.IsCurrent.Set(0);
        Log.Rejected(_logger, reason);
        _report?.WriteOutcome(_wasAsked, ReloadAnswer.Rejected, reason, leftBehind);
    }

    // A line now and then while there is no configuration, and not one for each look.
    private void Remind(bool isNews)
    {
        if (_agent.Waiting is not { } waiting)
        {
            return;
        }

        var now = _time.GetUtcNow();
        if (isNews || now - _reminded.When >= (waiting.Reason == _reminded.Reason ? TimeBetweenReminders : TimeBetweenReasons))
        {
            _reminded = (now, waiting.Reason);
            Log.Waiting(_logger, _agent.Plan.AgentName, waiting.Reason);
        }
    }
}
