using FlumeSharp.Runtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Agent.Hosting;

/// <summary>Owns the one pipeline of the process: starts it with the host and stops it before anything else.</summary>
internal sealed class AgentService(RunningAgent agent, PipelineServices services, PipelineOptions options, LastWord lastWord) : IHostedLifecycleService
{
    private readonly ILogger _logger = services.LoggerFactory.CreateLogger("FlumeSharp.Agent");

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (agent.Waiting is not null)
        {
            return;
        }

        // Not cancelled by an early signal: only a pipeline that has been made can be stopped in order.
        agent.Pipeline = await new Reconciler(services, options).StartAsync(agent.Plan, CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (agent.Waiting is { } waiting)
        {
            Log.Waiting(_logger, agent.Plan.AgentName, waiting.Reason);
        }
        else
        {
            Announce(agent, ProcessAge.Now(), _logger);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (agent.Pipeline is not { } pipeline)
        {
            if (agent.Waiting is not null)
            {
                Log.StoppedWaiting(_logger, agent.Plan.AgentName);
            }

            return;
        }

        Log.Stopping(_logger, agent.Plan.AgentName, options.DrainTimeout.TotalSeconds);
        var report = await pipeline.StopAsync(cancellationToken).ConfigureAwait(false);
        Log.Stopped(_logger, report.ToString());
        if (lastWord.IsNeeded)
        {
            await lastWord.Console.WriteLineAsync(report.ToString()).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (agent.Pipeline is { } pipeline)
        {
            await pipeline.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Says what runs.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="elapsed">The time it took.</param>
    /// <param name="logger">The log.</param>
    internal static void Announce(RunningAgent agent, TimeSpan elapsed, ILogger logger)
    {
        var milliseconds = (long)elapsed.TotalMilliseconds;
        var missing = agent.Missing();
        if (missing.Count == 0)
        {
            Log.Ready(logger, agent.Plan.AgentName, agent.Summary(), milliseconds);
        }
        else
        {
            Log.ReadyInPart(logger, agent.Plan.AgentName, agent.Summary(), string.Join(", ", missing.Select(Describe)), milliseconds);
        }
    }

    private static string Describe(ComponentStatus status) => status.Failure is { } failure
        ? $"{status.Kind.ToString().ToLowerInvariant()} {status.Name} ({failure})"
        : $"{status.Kind.ToString().ToLowerInvariant()} {status.Name}";
}
