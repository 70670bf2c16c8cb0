using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Agent.Hosting;

/// <summary>
/// Tells systemd, or whoever named a socket in <c>NOTIFY_SOCKET</c>, when the agent is ready and when it stops (sd_notify(3)), for
/// services of <c>Type=notify</c>. Without such a socket it does nothing.
/// </summary>
/// <remarks>
/// Not the library's own lifetime: that one asks who the parent process is, and stays silent below a wrapper script, until systemd
/// gives up waiting; and it hears SIGTERM only.
/// </remarks>
internal sealed class ServiceManager(ISystemdNotifier notifier, RunningAgent agent, ILoggerFactory loggers) : IHostedLifecycleService
{
    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        agent.Started += () => Notify($"STATUS={State()}");
        Notify($"READY=1\nSTATUS={State()}");
        return Task.CompletedTask;
    }

    // One that waits for its configuration is ready too: systemd would end it otherwise, and start it again, for ever.
    private string State()
    {
        if (agent.Waiting is { } waiting)
        {
            return $"Agent {agent.Plan.AgentName} waits for its configuration: {waiting.Reason.ReplaceLineEndings(" ")}";
        }

        var missing = agent.Missing();
        var state = missing.Count == 0 ? agent.Summary() : $"{agent.Summary()}; not running: {string.Join(", ", missing.Select(static status => status.Name))}";
        return $"Agent {agent.Plan.AgentName}: {state}";
    }

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        Notify("STOPPING=1\nSTATUS=Stopping: sinks empty the channels");
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Notify(string state)
    {
        if (!notifier.IsEnabled)
        {
            return;
        }

        try
        {
            notifier.Notify(new ServiceState(state));
        }
        catch (SocketException failure)
        {
            Log.NotNotified(loggers.CreateLogger("FlumeSharp.Agent"), failure.Message);
        }
    }
}
