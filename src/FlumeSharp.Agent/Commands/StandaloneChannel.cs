using FlumeSharp.Channels.File;
using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.Registry;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Agent.Commands;

/// <summary>A file channel that runs in a command, without an agent around it.</summary>
internal static class StandaloneChannel
{
    /// <summary>Opens the channel and locks its directories.</summary>
    public static async Task<FileChannel> OpenAsync(FileChannelOptions options, FileChannelEnvironment environment, CancellationToken cancellationToken)
    {
        var context = new ComponentContext
        {
            AgentName = "command",
            Name = "channel",
            Kind = ComponentKind.Channel,
            Logger = NullLogger.Instance,
            LoggerFactory = NullLoggerFactory.Instance,
            TimeProvider = TimeProvider.System,
            Metrics = new MetricsRegistry(),
            Activator = new ComponentActivator(NoServices.Instance),
        };
        var channel = new FileChannel(options, context, environment);
        try
        {
            await channel.StartAsync(cancellationToken).ConfigureAwait(false);
            return channel;
        }
        catch
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
