using Serilog.Events;

namespace FlumeSharp.Agent.Logging;

/// <summary><c>-Dflume.root.logger=LEVEL,console|LOGFILE</c>, the switch of log4j 1 that scripts still pass.</summary>
/// <param name="Level">The least level to log; <see langword="null"/> leaves the configured one.</param>
/// <param name="ToConsole">Whether <c>console</c> is named.</param>
/// <param name="ToFile">Whether <c>LOGFILE</c>, or another file appender of old, is named.</param>
internal sealed record RootLogger(LogEventLevel? Level, bool ToConsole, bool ToFile)
{
    /// <summary>The property's name.</summary>
    public const string PropertyName = "flume.root.logger";

    /// <summary>A level above all that are ever logged.</summary>
    public const LogEventLevel Off = LogEventLevel.Fatal + 1;

    /// <summary>Reads the property; a word that is neither level nor appender is left alone, as log4j does.</summary>
    public static RootLogger Parse(string? text)
    {
        LogEventLevel? level = null;
        var toConsole = false;
        var toFile = false;
        foreach (var word in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            toConsole |= word.Equals("console", StringComparison.OrdinalIgnoreCase);
            toFile |= word.Equals("LOGFILE", StringComparison.OrdinalIgnoreCase) || word.Equals("DAILY", StringComparison.OrdinalIgnoreCase);
            level ??= LevelOf(word);
        }

        return new(level, toConsole, toFile);
    }

    private static LogEventLevel? LevelOf(string word) => word.ToUpperInvariant() switch
    {
        "ALL" or "TRACE" => LogEventLevel.Verbose,
        "DEBUG" => LogEventLevel.Debug,
        "INFO" => LogEventLevel.Information,
        "WARN" => LogEventLevel.Warning,
        "ERROR" => LogEventLevel.Error,
        "FATAL" => LogEventLevel.Fatal,
        "OFF" => Off,
        _ => null,
    };
}
