using Microsoft.Extensions.Configuration;
using Serilog;
using Serilog.Events;
using Serilog.Settings.Configuration;

namespace FlumeSharp.Agent.Logging;

/// <summary>What <c>logging.json</c> says.</summary>
/// <param name="Level">Its default level.</param>
/// <param name="HasOutputs">Whether its outputs take the place of the console.</param>
internal sealed record LoggingFile(LogEventLevel Level, bool HasOutputs)
{
    private const string Section = "Serilog";

    /// <summary>Reads the file into a logger's set-up.</summary>
    /// <param name="path">The file.</param>
    /// <param name="setup">What it is applied to.</param>
    /// <param name="keepsOutputs">Whether its outputs count; the command line may have named others.</param>
    public static LoggingFile Apply(string path, LoggerConfiguration setup, bool keepsOutputs)
    {
        var file = Read(path);
        var section = file.GetSection(Section);
        var outputs = section.GetSection("WriteTo");
        var hasOutputs = keepsOutputs && outputs.Exists();
        if (!keepsOutputs)
        {
            foreach (var (key, _) in outputs.AsEnumerable().ToList())
            {
                file[key] = null;
            }
        }

        if (section.Exists())
        {
            // Naming the assemblies spares the search through all of them for extension methods.
            setup.ReadFrom.Configuration(file, new ConfigurationReaderOptions(
                typeof(ConsoleLoggerConfigurationExtensions).Assembly, typeof(FileLoggerConfigurationExtensions).Assembly, typeof(LoggingFile).Assembly));
        }

        var level = section["MinimumLevel:Default"] ?? section["MinimumLevel"];
        return new(Enum.TryParse<LogEventLevel>(level, ignoreCase: true, out var configured) ? configured : LogEventLevel.Information, hasOutputs);
    }

    /// <summary>Whether an exception means that the file is at fault.</summary>
    public static bool IsUnusable(Exception failure) => failure is IOException or UnauthorizedAccessException or InvalidDataException or FormatException
        or InvalidOperationException or ArgumentException or System.Text.Json.JsonException or System.Reflection.TargetInvocationException;

    private static IConfigurationRoot Read(string path)
    {
        using var stream = File.OpenRead(path);
        return new ConfigurationBuilder().AddJsonStream(stream).Build();
    }
}
