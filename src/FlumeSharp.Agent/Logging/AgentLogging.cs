using FlumeSharp.Agent.Commands;
using FlumeSharp.Agent.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;

namespace FlumeSharp.Agent.Logging;

/// <summary>
/// Logging of an agent. Levels and outputs come from, last word first: <c>-Dflume.root.logger</c> and <c>--log-format</c>,
/// <c>logging.json</c>, and a default of readable lines at Information on the console.
/// </summary>
internal sealed class AgentLogging : IAsyncDisposable
{
    private const string FileName = "logging.json";
    private const long FileSize = 100 * 1024 * 1024;
    private const int FilesKept = 20;
    private readonly Logger _logger;

    private AgentLogging(Logger logger, bool writesToConsole, string? problem)
    {
        _logger = logger;
        WritesToConsole = writesToConsole;
        Problem = problem;
        Factory = new SerilogLoggerFactory(logger, dispose: false);
    }

    /// <summary>Makes the loggers of everything in the process.</summary>
    public ILoggerFactory Factory { get; }

    /// <summary>Whether somebody who looks at the console sees lines at Information.</summary>
    public bool WritesToConsole { get; }

    /// <summary>Why logging.json does not count; <see langword="null"/> when it does, or when there is none.</summary>
    public string? Problem { get; }

    /// <summary>Sets logging up.</summary>
    public static AgentLogging Create(AgentArguments arguments)
    {
        var root = RootLogger.Parse(arguments.SystemProperties.GetValueOrDefault(RootLogger.PropertyName));
        var path = Path.Combine(arguments.ConfigurationFolder ?? Path.Combine(FlumeHome.Folder, "conf"), FileName);
        string? problem = null;
        if (File.Exists(path))
        {
            try
            {
                var setup = Default();
                var file = LoggingFile.Apply(path, setup, keepsOutputs: !root.ToConsole && !root.ToFile && !arguments.LogsJson);
                return Build(arguments, root, setup, file, problem: null);
            }
            catch (Exception failure) when (LoggingFile.IsUnusable(failure))
            {
                problem = $"{path} cannot be used, and logging is as if it were not there: {failure.GetBaseException().Message}";
            }
        }
        else if (arguments.ConfigurationFolder is not null && !Directory.Exists(arguments.ConfigurationFolder))
        {
            problem = $"The folder {arguments.ConfigurationFolder} that -c names does not exist; it would be searched for {FileName}.";
        }

        return Build(arguments, root, Default(), new(LogEventLevel.Information, HasOutputs: false), problem);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Factory.Dispose();
        await _logger.DisposeAsync().ConfigureAwait(false);
    }

    private static LoggerConfiguration Default() =>
        new LoggerConfiguration().MinimumLevel.Information().MinimumLevel.Override("Microsoft", LogEventLevel.Warning).Enrich.FromLogContext();

    private static AgentLogging Build(AgentArguments arguments, RootLogger root, LoggerConfiguration setup, LoggingFile file, string? problem)
    {
        var level = root.Level ?? file.Level;
        setup.MinimumLevel.Is(level);
        var toConsole = !file.HasOutputs && (root.ToConsole || !root.ToFile);
        if (toConsole)
        {
            setup.WriteTo.Console(Format(arguments, hasDate: false, hasColour: !Console.IsOutputRedirected));
        }

        if (root.ToFile)
        {
            AddFile(arguments, setup);
        }

        return new(setup.CreateLogger(), toConsole && level <= LogEventLevel.Information, problem);
    }

    private static void AddFile(AgentArguments arguments, LoggerConfiguration setup) => setup.WriteTo.File(
        Format(arguments, hasDate: true, hasColour: false), LogFile(arguments), fileSizeLimitBytes: FileSize, rollOnFileSizeLimit: true, retainedFileCountLimit: FilesKept);

    private static string LogFile(AgentArguments arguments) => Path.Combine(
        arguments.SystemProperties.GetValueOrDefault("flume.log.dir") ?? "logs", arguments.SystemProperties.GetValueOrDefault("flume.log.file") ?? "flume.log");

    private static ITextFormatter Format(AgentArguments arguments, bool hasDate, bool hasColour) =>
        arguments.LogsJson ? new JsonLineFormatter() : new LineFormatter(hasDate, hasColour);
}
