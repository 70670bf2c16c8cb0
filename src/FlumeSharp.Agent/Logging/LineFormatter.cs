using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace FlumeSharp.Agent.Logging;

/// <summary>
/// A log line for people: <c>12:34:56.789 INFO  HTTPSource: message</c>, the exception below it. A file gets the date as well; colours
/// are for terminals.
/// </summary>
/// <param name="hasDate">Whether the line starts with the date.</param>
/// <param name="hasColour">Whether levels above information are coloured.</param>
internal sealed class LineFormatter(bool hasDate, bool hasColour) : ITextFormatter
{
    private static readonly MessageTemplateTextFormatter Message = new("{Message:l}", CultureInfo.InvariantCulture);

    /// <summary>For logging.json, which can only name a type.</summary>
    public LineFormatter()
        : this(hasDate: true, hasColour: false)
    {
    }

    /// <inheritdoc />
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.ToString(hasDate ? "yyyy-MM-dd HH:mm:ss.fff" : "HH:mm:ss.fff", CultureInfo.InvariantCulture));
        output.Write(' ');
        var colour = hasColour ? ColourOf(logEvent.Level) : "";
        output.Write(colour);
        output.Write(NameOf(logEvent.Level));
        output.Write(' ');
        if (logEvent.Properties.TryGetValue("SourceContext", out var context) && context is ScalarValue { Value: string category })
        {
            output.Write(category.AsSpan(category.LastIndexOf('.') + 1));
            output.Write(": ");
        }

        Message.Format(logEvent, output);
        output.WriteLine(colour.Length > 0 ? "\u001b[0m" : "");
        if (logEvent.Exception is { } exception)
        {
            output.WriteLine(exception);
        }
    }

    // Five letters each, and the words that people search logs for.
    private static string NameOf(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "TRACE",
        LogEventLevel.Debug => "DEBUG",
        LogEventLevel.Information => "INFO ",
        LogEventLevel.Warning => "WARN ",
        LogEventLevel.Error => "ERROR",
        _ => "FATAL",
    };

    private static string ColourOf(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => "\u001b[90m",
        LogEventLevel.Information => "",
        LogEventLevel.Warning => "\u001b[33m",
        _ => "\u001b[31m",
    };
}
