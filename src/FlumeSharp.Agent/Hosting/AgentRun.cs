using FlumeSharp.Agent.Commands;
using FlumeSharp.Agent.Hosting.Reload;
using FlumeSharp.Agent.Logging;
using FlumeSharp.Agent.Monitoring;
using FlumeSharp.Configuration;
using FlumeSharp.Configuration.Sources;
using FlumeSharp.Hdfs;
using FlumeSharp.Metrics;
using FlumeSharp.Registry;
using FlumeSharp.Runtime;
using FlumeSharp.Sources.Tls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Agent.Hosting;

/// <summary>Runs one agent from its command line to its exit code.</summary>
internal static class AgentRun
{
    private const string Category = "FlumeSharp.Agent";

    // What a stop may take besides draining, its own and that of a reload which is at work: sources, sinks and channels have ten seconds
    // each before they are cut short.
    private static readonly TimeSpan StopReserve = TimeSpan.FromSeconds(45);

    /// <summary>Plans, starts, waits for a signal, stops.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="console">Where the last word goes when the log goes elsewhere.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(AgentArguments arguments, TextWriter console)
    {
        var name = arguments.Name!;
        var logging = AgentLogging.Create(arguments);
        await using var _ = logging.ConfigureAwait(false);
        var logger = logging.Factory.CreateLogger(Category);
        ReportArguments(logger, arguments, logging);

        var registry = KnownComponents.Load(arguments.PluginPaths, out var plugins);
        IConfigurationSource source;
        try
        {
            source = AgentSource.Open(arguments, registry);
        }
        catch (FlumeException wrong)
        {
            Log.NotStarted(logger, name, wrong.Message);
            return ExitCodes.Usage;
        }

        await using var __ = source.ConfigureAwait(false);
        var snapshot = await source.LoadAsync(null, CancellationToken.None).ConfigureAwait(false)
            ?? throw new FlumeException($"The configuration source {source.Description} gave nothing at its first load.");
        var planner = new Planner(registry, MachineLimits.From(arguments));
        var configured = Configured.From(snapshot, planner, name);
        ReportProblems(logger, plugins, configured.Problems);
        if (WhyNot(configured, plugins, arguments) is { } reason)
        {
            Log.NotStarted(logger, name, reason);
            if (!logging.WritesToConsole)
            {
                await console.WriteLineAsync($"flumesharp: agent {name} does not start: {reason}").ConfigureAwait(false);
            }

            return ExitCodes.Usage;
        }

        try
        {
            return await RunHostAsync(arguments, configured, source, planner, registry, logging, console).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Log.Failed(logger, failure, name);
            return ExitCodes.Failure;
        }
    }

    /// <summary>One line for a problem, on the level of its severity.</summary>
    internal static void LogProblem(ILogger logger, ConfigurationProblem problem)
    {
        var level = problem.Severity switch
        {
            ProblemSeverity.Error => LogLevel.Error,
            ProblemSeverity.Warning => LogLevel.Warning,
            _ => LogLevel.Information,
        };
        Log.ConfigurationProblem(logger, level, problem.Code, problem.ToString());
    }

    private static async Task<int> RunHostAsync(
        AgentArguments arguments, Configured configured, IConfigurationSource source, Planner planner, ComponentRegistry registry, AgentLogging logging, TextWriter console)
    {
        // The empty builder: appsettings.json, environment and user secrets have no say in an agent, and reading them takes time.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "flumesharp" });
        var services = builder.Services;
        services.Replace(ServiceDescriptor.Singleton(logging.Factory));
        services.AddSingleton<ISystemdNotifier, SystemdNotifier>();

        // By a delegate, or the class is loaded at every start, and System.Net.Http with it.
        services.AddSingleton<IHttpClientFactory>(static _ => new LazyHttpClientFactory());
        services.Configure<ConsoleLifetimeOptions>(static lifetime => lifetime.SuppressStatusMessages = true);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = (arguments.DrainTimeout * 2) + StopReserve);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(configured.Plan);
        services.AddSingleton(new ReloadSettings(arguments.IsWatching, arguments.PollInterval, arguments.ReloadMode, arguments.IsStrict, arguments.PidFile));
        services.AddSingleton(registry);
        services.AddSingleton(MachineLimits.From(arguments));
        services.AddSingleton(new TlsDefaults(property => arguments.SystemProperties.GetValueOrDefault(property), Environment.GetEnvironmentVariable));
        services.AddSingleton(new PipelineOptions { DrainTimeout = arguments.DrainTimeout });
        services.AddSingleton<MetricsRegistry>();
        services.AddSingleton<ComponentActivator>();
        services.AddSingleton<PipelineServices>();
        services.AddSingleton(static provider => new FileSystemFactory(new FileSystemSettings
        {
            TimeProvider = provider.GetRequiredService<TimeProvider>(),
            LoggerFactory = provider.GetRequiredService<ILoggerFactory>(),
        }));
        services.AddSingleton<RunningAgent>();
        services.AddSingleton(MonitoringOptions.From(arguments.SystemProperties));
        services.AddSingleton(new LastWord(console, IsNeeded: !logging.WritesToConsole));
        services.AddHostedService<MonitoringService>();
        services.AddHostedService<AgentService>();
        services.AddHostedService(provider => new ReloadService(
            provider.GetRequiredService<RunningAgent>(),
            configured,
            source,
            planner,
            provider.GetRequiredService<ReloadSettings>(),
            provider.GetRequiredService<PipelineServices>(),
            provider.GetRequiredService<PipelineOptions>(),
            provider.GetRequiredService<MetricsRegistry>()));

        // Last, for services start in this order and stop in the opposite one: "ready" comes after the pipeline, "stopping" before its end.
        services.AddHostedService<ServiceManager>();
        using var host = builder.Build();
        using var signals = SecondSignal.Watch();
        await host.RunAsync().ConfigureAwait(false);
        return ExitCodes.Ok;
    }

    private static void ReportArguments(ILogger logger, AgentArguments arguments, AgentLogging logging)
    {
        if (logging.Problem is { } problem)
        {
            Log.LoggingProblem(logger, problem);
        }

        if (arguments.JvmFlags.Count > 0 || arguments.ClassPath is not null)
        {
            // Values stay out of it: -javaagent and -X flags may carry anything.
            Log.JvmFlagsIgnored(logger, string.Join(' ', arguments.JvmFlags.Select(static flag => flag.Split('=', ':')[0]).Concat(arguments.ClassPath is null ? [] : ["--classpath"])));
        }

        if (arguments.ExtraWords.Count > 0)
        {
            Log.WordsIgnored(logger, string.Join(' ', arguments.ExtraWords));
        }
    }

    private static void ReportProblems(ILogger logger, IReadOnlyList<Plugin> plugins, IEnumerable<ConfigurationProblem> problems)
    {
        foreach (var plugin in plugins)
        {
            if (plugin.Problem is { } problem)
            {
                Log.PluginProblem(logger, problem);
            }
            else
            {
                Log.PluginLoaded(logger, plugin.Name, plugin.Components);
            }
        }

        foreach (var problem in problems.Where(static problem => problem.Code != PlanProblems.UnknownAgent))
        {
            LogProblem(logger, problem);
        }
    }

    private static string? WhyNot(Configured configured, IReadOnlyList<Plugin> plugins, AgentArguments arguments)
    {
        var problems = configured.Problems;
        if (!configured.Snapshot.Configuration.IsReadable)
        {
            return "the configuration cannot be read; the problems above say why";
        }

        if (problems.FirstOrDefault(static problem => problem.Code == PlanProblems.UnknownAgent) is { } unknown)
        {
            return (unknown with { Location = null }).ToString();
        }

        if (configured.Plan.IsEmpty)
        {
            return "no source and no sink is left to run; the problems above say why";
        }

        return arguments.IsStrict && (problems.Any(static problem => problem.Severity == ProblemSeverity.Error) || plugins.Any(static plugin => plugin.Problem is not null))
            ? "--strict wants no error in the configuration or the plug-ins, and there are some above"
            : null;
    }
}
